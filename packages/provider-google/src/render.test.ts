import type { JsonSchema, ModelRequest } from '@pegboard/core/provider';
import { describe, expect, it } from 'vitest';
import { cloud, render, tool } from './render.test-util.ts';

describe('the address', () => {
  it.each([
    ['gemini-3.8-flash', true, '/models/gemini-3.8-flash:streamGenerateContent?alt=sse'],
    ['gemini-3.8-flash', false, '/models/gemini-3.8-flash:generateContent'],
    ['tunedModels/mine', false, '/tunedModels/mine:generateContent'],
    ['models/gemini-3.8-flash', false, '/models/gemini-3.8-flash:generateContent'],
    ['../odd?key=1', false, '/models/..%2Fodd%3Fkey%3D1:generateContent'],
  ])('of %s with deltas %s is %s', (model, deltas, path) => {
    expect(render({ model, deltas }).path).toBe(path);
  });
});

describe('reasoning', () => {
  const thinking = (model: string, reasoning: ModelRequest['settings']['reasoning']): unknown => {
    const { body, warnings } = render({ model, settings: reasoning === undefined ? {} : { reasoning } });
    const { thinkingConfig } = (body.generationConfig ?? {}) as { thinkingConfig?: object };
    return [thinkingConfig, warnings.length];
  };
  const level = (thinkingLevel: string): object => ({ thinkingLevel, includeThoughts: true });
  const budget = (thinkingBudget: number): object => ({ thinkingBudget, includeThoughts: true });

  it.each([
    ['gemini-3.8-flash', undefined, undefined, 0],
    ['gemini-3.8-flash', 'low', level('LOW'), 0],
    ['gemini-3.8-flash', 'minimal', level('LOW'), 1],
    ['gemini-3.8-flash', 'max', level('HIGH'), 0],
    ['gemini-3.6-flash', 'minimal', level('MINIMAL'), 0],
    ['gemini-3.6-flash', 'none', level('MINIMAL'), 1],
    ['gemini-3-pro-preview', 'medium', level('HIGH'), 1],
    ['gemini-4-argon', { budgetTokens: 5000 }, level('MEDIUM'), 1],
    ['brand-new-model', 'high', level('HIGH'), 0],
    ['gemini-2.5-flash', 'none', { thinkingBudget: 0 }, 0],
    ['gemini-2.5-flash', 'medium', budget(8192), 0],
    ['gemini-2.5-flash', { budgetTokens: 99_999 }, budget(24_576), 1],
    ['gemini-2.5-pro', 'none', budget(128), 1],
    ['gemini-2.5-pro', 'max', budget(32_768), 0],
    ['gemini-2.5-flash-lite', { budgetTokens: 100 }, budget(512), 1],
    ['gemini-2.0-flash', 'high', undefined, 1],
  ] as const)('of %s by %j', (model, reasoning, expected, warned) => {
    expect(thinking(model, reasoning)).toEqual([expected, warned]);
  });
});

describe('settings', () => {
  it('go into generationConfig', () => {
    const settings = { temperature: 0, topP: 0.5, maxTokens: 9, seed: 7, stop: ['a'], promptCache: true };
    expect(render({ settings }).body.generationConfig).toEqual({
      maxOutputTokens: 9,
      temperature: 0,
      topP: 0.5,
      seed: 7,
      stopSequences: ['a'],
    });
  });

  it('that nobody takes are told', () => {
    const stop = ['1', '2', '3', '4', '5', '6'];
    const { body, warnings } = render({ settings: { stop, parallelToolCalls: false }, tools: [tool] });
    expect(body.generationConfig).toEqual({ stopSequences: stop.slice(0, 5) });
    expect(warnings).toEqual(['setting-dropped', 'setting-dropped']);
    const fixed = render({ model: 'gemini-3.6-flash', settings: { temperature: 1, topP: 1 } });
    expect([fixed.body.generationConfig, fixed.warnings]).toEqual([
      undefined,
      ['setting-dropped', 'setting-dropped'],
    ]);
  });

  it('of the provider are merged, generationConfig key by key', () => {
    const google = { generationConfig: { topK: 3 }, safetySettings: [{ category: 'X', threshold: 'OFF' }] };
    const { body } = render({ settings: { seed: 1 }, providerOptions: { google, other: { x: 1 } } });
    expect(body).toMatchObject({
      generationConfig: { seed: 1, topK: 3 },
      safetySettings: google.safetySettings,
    });
    expect(body).not.toHaveProperty('x');
  });
});

describe('tools', () => {
  const declared = (inputSchema: JsonSchema): Record<string, never> => {
    const { body } = render({ tools: [{ ...tool, inputSchema }] });
    const [entry] = (body.tools ?? []) as { functionDeclarations: Record<string, never>[] }[];
    return entry?.functionDeclarations[0] ?? {};
  };

  it('are function declarations with JSON Schema, or none where there is no parameter', () => {
    const inputSchema = { type: 'object', properties: { x: { type: 'string' } }, required: ['x'] };
    expect(declared(inputSchema)).toEqual({ name: 'f', description: 'F', parametersJsonSchema: inputSchema });
    expect(declared({ type: 'object', properties: {}, additionalProperties: false })).toEqual({
      name: 'f',
      description: 'F',
    });
    expect(declared({ type: 'object' })).not.toHaveProperty('parametersJsonSchema');
    expect(declared({ type: 'object', additionalProperties: { type: 'string' } })).toHaveProperty(
      'parametersJsonSchema',
    );
  });

  it('say only what the API knows of JSON Schema', () => {
    const schema = declared({
      type: 'object',
      properties: {
        a: { const: 'x' },
        b: { type: 'string', pattern: '^x', minLength: 2, format: 'uri' },
        c: true,
        d: { type: 'array', items: { $ref: '#' }, uniqueItems: true },
      },
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      not: { required: ['z'] },
    });
    expect(JSON.stringify(schema)).not.toMatch(/"(?:const|pattern|minLength|not|uniqueItems|\$schema)":/);
    expect(schema.parametersJsonSchema).toMatchObject({ properties: { a: { enum: ['x'] }, c: {} } });
  });

  it.each([
    ['auto', undefined],
    ['none', { mode: 'NONE' }],
    ['required', { mode: 'ANY' }],
    [{ tool: 'f' }, { mode: 'ANY', allowedFunctionNames: ['f'] }],
  ] as const)('are chosen by %j', (toolChoice, functionCallingConfig) => {
    const expected = functionCallingConfig && { functionCallingConfig };
    expect(render({ tools: [tool], toolChoice }).body.toolConfig).toEqual(expected);
    expect(
      render({ toolChoice: typeof toolChoice === 'string' ? toolChoice : 'auto' }).body,
    ).not.toHaveProperty('toolConfig');
  });

  it('that are not there cannot be chosen', () => {
    const { body, warnings } = render({ tools: [tool], toolChoice: { tool: 'other' } });
    expect([body.toolConfig, warnings]).toEqual([undefined, ['setting-dropped']]);
  });
});

describe('the schema of the answer', () => {
  const output = { name: 'o', schema: { type: 'object', properties: { a: { const: 1 } } } };

  it('goes as JSON Schema', () => {
    expect(render({ output }).body.generationConfig).toEqual({
      responseMimeType: 'application/json',
      responseJsonSchema: { type: 'object', properties: { a: expect.objectContaining({ enum: [1] }) } },
    });
  });

  it('stands beside tools from Gemini 3 on', () => {
    expect(render({ output, tools: [tool] }).body).toHaveProperty('generationConfig.responseJsonSchema');
    const old = render({ output, tools: [tool], model: 'gemini-2.5-flash' });
    expect([old.body.generationConfig, old.warnings]).toEqual([undefined, ['setting-dropped']]);
  });
});

describe('builtin tools', () => {
  it('are sent once, and of a place its coordinates', () => {
    const oslo = { city: 'Oslo', country: 'NO', latitude: 59.9, longitude: 10.7 };
    const near = { type: 'google_maps', userLocation: oslo };
    const { body, warnings } = render({ builtinTools: [near, near, { type: 'web_search' }] });
    expect(body.tools).toEqual([{ googleMaps: {} }, { googleSearch: {} }]);
    expect(body.toolConfig).toMatchObject({
      retrievalConfig: { latLng: { latitude: 59.9, longitude: 10.7 } },
    });
    expect(warnings).toEqual(['builtin-option-dropped', 'builtin-option-dropped', 'builtin-tool-dropped']);
    const city = render({ builtinTools: [{ type: 'web_search', userLocation: { city: 'Oslo' } }] });
    expect(city.warnings).toEqual(['builtin-option-dropped']);
    const half = render({ builtinTools: [{ type: 'web_search', userLocation: { latitude: 1 } }] });
    expect(half.warnings).toEqual(['builtin-option-dropped']);
  });

  it('are entries of their own, with the options that the API has', () => {
    const { body, warnings } = render({
      builtinTools: [
        { type: 'web_search', timeRangeFilter: { startTime: 'a', endTime: 'b' }, contextSize: 'high' },
        { type: 'web_fetch' },
        { type: 'code_execution' },
        { type: 'file_search', fileSearchStoreNames: ['fileSearchStores/x'], topK: 3 },
        { type: 'google_maps', userLocation: { latitude: 1, longitude: 2 } },
        { type: 'mcp_server', name: 'docs', url: 'https://mcp.example', headers: { a: 'b' } },
      ],
    });
    expect(body.tools).toEqual([
      { googleSearch: { timeRangeFilter: { startTime: 'a', endTime: 'b' } } },
      { urlContext: {} },
      { codeExecution: {} },
      { fileSearch: { fileSearchStoreNames: ['fileSearchStores/x'], topK: 3 } },
      { googleMaps: {} },
      {
        mcpServers: [
          { name: 'docs', streamableHttpTransport: { url: 'https://mcp.example', headers: { a: 'b' } } },
        ],
      },
    ]);
    expect(body.toolConfig).toEqual({
      retrievalConfig: { latLng: { latitude: 1, longitude: 2 } },
      includeServerSideToolInvocations: true,
    });
    expect(warnings).toEqual(['builtin-option-dropped']);
  });

  it.each([
    ['memory', {}],
    ['constructor', {}],
    ['image_generation', {}],
    ['mcp_server', {}],
    ['web_search', { tools: [tool], model: 'gemini-2.5-flash' }],
  ])('that are not to be had are left out: %s', (type, change) => {
    const { body, warnings } = render({ builtinTools: [{ type }], ...change });
    expect(JSON.stringify(body.tools ?? [])).not.toMatch(/google|mcp/);
    expect(warnings).toEqual(['builtin-tool-dropped']);
  });

  it('stand beside functions from Gemini 3 on', () => {
    const { body } = render({ builtinTools: [{ type: 'code_execution' }], tools: [tool] });
    expect(body.tools).toHaveLength(2);
    expect(body.toolConfig).toEqual({ includeServerSideToolInvocations: true });
  });

  it('make a model draw that can', () => {
    const builtinTools = [{ type: 'image_generation', aspectRatio: '16:9' }];
    expect(render({ builtinTools, model: 'gemini-3-pro-image' }).body).toMatchObject({
      generationConfig: { responseModalities: ['TEXT', 'IMAGE'], imageConfig: { aspectRatio: '16:9' } },
    });
  });

  it('differ on Google Cloud', () => {
    const builtinTools = [{ type: 'web_search', blockedDomains: ['x.example'] }, { type: 'file_search' }];
    const { body, warnings } = render({ builtinTools }, cloud);
    expect([body.tools, body.toolConfig, warnings]).toEqual([
      [{ googleSearch: { excludeDomains: ['x.example'] } }],
      undefined,
      ['builtin-tool-dropped'],
    ]);
  });
});
