import { Agent, type BuiltinTool, type Provider } from '@pegboard/core';
import { withFallback } from '@pegboard/core/models';
import { anthropic } from '@pegboard/provider-anthropic';
import { google } from '@pegboard/provider-google';
import { openai, openaiCompatible } from '@pegboard/provider-openai';
import { describe, expect, it } from 'vitest';
import {
  codeExecution,
  fileSearch,
  imageGeneration,
  mcpServer,
  toolSearch,
  webFetch,
  webSearch,
} from '../index.ts';
import { cloudOptions, support } from './support.ts';

const apiKey = 'key';
const targets = {
  openai: { provider: openai({ apiKey }), model: 'gpt-6-astra' },
  anthropic: { provider: anthropic({ apiKey }), model: 'claude-sonnet-5-5' },
  google: { provider: google({ apiKey }), model: 'gemini-3.8-flash' },
  pictures: { provider: google({ apiKey }), model: 'gemini-3-pro-image' },
};
const agent = (target: { provider: Provider; model: string }, ...builtinTools: BuiltinTool[]): Agent =>
  new Agent({ ...target, builtinTools });

describe('the table of who has what', () => {
  it.each([
    ['openai', targets.openai],
    ['anthropic', targets.anthropic],
    ['google', targets.pictures],
  ] as const)('says of %s what the provider says', (name, { provider, model }) => {
    const known = Object.entries(provider.builtinTools?.(model) ?? {});
    expect(known.length).toBeGreaterThan(5);
    const options = Object.fromEntries(known.map(([type, tool]) => [type, [...tool.options].toSorted()]));
    const told = Object.entries(support[name] ?? {}).map(([type, list]) => [type, [...list].toSorted()]);
    expect(Object.fromEntries(told)).toEqual(options);
  });

  it('knows what is taken only in Google Cloud', () => {
    const cloud = google({ client: { vertexai: true, models: {} } as never }).builtinTools?.(
      'gemini-3.8-flash',
    );
    for (const [type, options] of Object.entries(cloudOptions))
      expect(cloud?.[type]?.options).toEqual(expect.arrayContaining([...options]));
  });
});

describe('an agent is not made', () => {
  it.each([
    [
      targets.anthropic,
      imageGeneration(),
      /anthropic\/claude-sonnet-5-5 has no builtin tool "image_generation".*have it: openai, google/,
    ],
    [targets.google, imageGeneration(), /Other models of google have it.*openai/],
    [targets.openai, webFetch(), /openai\/gpt-6-astra has no builtin tool "web_fetch".*anthropic, google/],
    [targets.google, toolSearch({ deferred: ['x'] }), /"tool_search".*openai, anthropic/],
    [targets.anthropic, fileSearch({ vectorStoreIds: ['vs'] }), /"file_search".*openai, google/],
    [
      targets.anthropic,
      webSearch({ contextSize: 'high' }),
      /"web_search" of anthropic.*takes no option contextSize.*taken by openai/,
    ],
    [targets.openai, webSearch({ maxUses: 3 }), /takes no option maxUses.*taken by anthropic/],
    [
      targets.google,
      webSearch({ blockedDomains: ['a.example'] }),
      /blockedDomains is taken by anthropic, google in Google Cloud\. Leave it out/,
    ],
    [targets.google, codeExecution({ memoryLimit: '4g' }), /takes no option memoryLimit. It takes none/],
    [
      targets.google,
      mcpServer({ name: 'x', url: 'https://x.example', allowedTools: ['y'] }),
      /takes no option allowedTools/,
    ],
  ])(
    'for a tool or an option that its provider lacks, and the error says who has it',
    (target, tool, told) => {
      expect(() => agent(target, tool)).toThrow(told);
    },
  );

  it.each([
    [targets.openai, fileSearch({}), /"file_search" of openai\/gpt-6-astra needs vectorStoreIds/],
    [targets.openai, fileSearch({ vectorStoreIds: [] }), /needs vectorStoreIds. It is not given, or empty/],
    [targets.google, fileSearch({}), /needs fileSearchStoreNames/],
    [targets.openai, mcpServer({ name: 'wiki' }), /needs url or connectorId/],
    [
      targets.anthropic,
      mcpServer({ name: 'wiki' }),
      /"mcp_server" of anthropic\/claude-sonnet-5-5 needs url/,
    ],
    [targets.google, mcpServer({ name: '', url: 'https://x.example' }), /needs name/],
    [
      targets.anthropic,
      webFetch({ allowedDomains: ['a.example'], blockedDomains: ['b.example'] }),
      /takes allowedDomains or blockedDomains. Both are given/,
    ],
  ])('without what its API needs, or with what excludes each other', (target, tool, told) => {
    expect(() => agent(target, tool)).toThrow(told);
  });

  it('for an older model that lacks an option of newer ones', () => {
    const tool = webSearch({ responseInclusion: 'excluded' });
    expect(agent(targets.anthropic, tool)).toBeInstanceOf(Agent);
    expect(() => agent({ ...targets.anthropic, model: 'claude-haiku-4-5' }, tool)).toThrow(
      /responseInclusion/,
    );
  });

  it('when one target of a fallback lacks it', () => {
    const all = withFallback([targets.openai, targets.anthropic, targets.google]);
    expect(agent(all, webSearch())).toBeInstanceOf(Agent);
    expect(() => agent(all, webSearch({ maxUses: 2 }))).toThrow(/takes no option maxUses/);
    expect(() => agent(all, webFetch())).toThrow(/no builtin tool "web_fetch"/);
    expect(agent(all, webFetch({ optional: true }))).toBeInstanceOf(Agent);
  });

  it('on a host that has no tools of its own', () => {
    const provider = openaiCompatible({ name: 'mine', baseURL: 'http://127.0.0.1:1/v1' });
    expect(() => agent({ provider, model: 'm' }, webSearch())).toThrow(
      /mine\/m has no builtin tool "web_search"/,
    );
  });
});

describe('an agent is made', () => {
  it('with what its provider has', () => {
    expect(
      agent(
        targets.openai,
        webSearch({ contextSize: 'low', allowedDomains: ['a.example'] }),
        codeExecution(),
      ),
    ).toBeInstanceOf(Agent);
    expect(agent(targets.pictures, imageGeneration({ aspectRatio: '16:9' }))).toBeInstanceOf(Agent);
  });

  it('with optional tools and on providers of which nothing is known', () => {
    expect(agent(targets.anthropic, imageGeneration({ optional: true }))).toBeInstanceOf(Agent);
    const provider: Provider = {
      name: 'unknown',
      stream: (request) => targets.openai.provider.stream(request),
    };
    expect(agent({ provider, model: 'm' }, webSearch({ maxUses: 1 }))).toBeInstanceOf(Agent);
  });
});

it('a declaration is plain JSON, without what was not said', () => {
  const tool = webSearch({ maxUses: 2, optional: false });
  expect(JSON.parse(JSON.stringify(tool))).toEqual({ type: 'web_search', maxUses: 2 });
  expect(structuredClone(tool)).toEqual({ type: 'web_search', maxUses: 2 });
  expect(Object.keys({ ...tool })).toEqual(['type', 'maxUses']);
});

it('an option that nobody takes is refused at once', () => {
  expect(() => webSearch({ contextsize: 'high' } as never)).toThrow(
    /No provider takes the option "contextsize".*contextSize/,
  );
});

it.each([
  ['allowedTools', (list: never) => mcpServer({ name: 'x', url: 'https://x.example', allowedTools: list })],
  ['allowedDomains', (list: never) => webSearch({ allowedDomains: list, optional: true })],
  ['blockedDomains', (list: never) => webFetch({ blockedDomains: list })],
])('a limit that limits nothing is refused at once: %s', (name, make) => {
  for (const list of [[], 'a', [''], ['a', 3]]) expect(() => make(list as never)).toThrow(name);
  expect(make(['a'] as never)).toMatchObject({ [name]: ['a'] });
});

describe('values that no provider takes', () => {
  const declared = {
    web_search: webSearch,
    code_execution: codeExecution,
    file_search: fileSearch,
    image_generation: imageGeneration,
    mcp_server: mcpServer,
    tool_search: toolSearch,
    web_fetch: webFetch,
  } as unknown as Record<string, (options: unknown) => BuiltinTool>; // as somebody writes who has no types

  it.each([
    [
      'web_search',
      { contextSize: 'huge' },
      /contextSize .* will not do. It is "huge". Pass low or medium or high/,
    ],
    ['web_search', { maxUses: '3' }, /maxUses .* It is "3". Pass a whole number above 0/],
    ['web_search', { userLocation: 'Oslo' }, /userLocation .* It is "Oslo". Pass an object/],
    ['web_fetch', { citations: 'yes' }, /citations .* Pass true or false/],
    ['code_execution', { fileIds: 'file_1' }, /fileIds .* Pass a list of names/],
    ['code_execution', { memoryLimit: '2g' }, /memoryLimit .* Pass 1g or 4g/],
    ['file_search', { vectorStoreIds: ['vs_1'], maxResults: 0 }, /maxResults .* It is 0/],
    ['image_generation', { outputCompression: 101 }, /outputCompression .* Pass a number from 0 to 100/],
    ['image_generation', { background: null }, /background .* It is null/],
    ['mcp_server', { name: 'wiki', url: 5 }, /url .* It is 5. Pass a text/],
    ['tool_search', { deferred: 'clock' }, /deferred .* Pass a list of names/],
  ])('%s with %j', (type, options, told) => {
    const declare = (): unknown => declared[type]?.(options);
    expect(declare).toThrow(
      expect.objectContaining({ code: 'config', message: expect.stringMatching(told) }),
    );
  });

  it('are not shown where they may be secret', () => {
    const token = ['hush-hush'];
    expect(() =>
      declared['mcp_server']?.({ name: 'a', url: 'https://a.example', authorizationToken: token }),
    ).toThrow(/^(?!.*hush).*authorizationToken/s);
  });

  it('nothing at all is like no options', () => {
    expect(declared['web_search']?.(undefined)).toEqual({ type: 'web_search' });
    const search = declared['tool_search']?.(undefined);
    expect(() => agent(targets.openai, ...(search ? [search] : []))).toThrow(
      /"tool_search" .* needs deferred/,
    );
  });
});
