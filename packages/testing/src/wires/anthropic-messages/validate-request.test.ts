import type { JsonObject, JsonValue } from '@pegboard/core';
import { describe, expect, it } from 'vitest';
import { body, says, talk, user } from './requests.test-util.ts';
import { validateHeaders, validateRequest } from './validate-request.ts';

const schema = { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false };
const tool = { name: 'f', description: 'F', input_schema: schema };
const withTool = (change: JsonObject): JsonObject => body({ tools: [{ ...tool, ...change }] });
const takes = (change: JsonObject): JsonObject => withTool({ input_schema: { ...schema, ...change } });
const strict = (property: JsonObject): JsonObject =>
  withTool({ strict: true, input_schema: { ...schema, properties: { a: property } } });
const cached = (ttl?: string): JsonObject => ({
  type: 'text',
  text: 'x',
  cache_control: { type: 'ephemeral', ...(ttl !== undefined && { ttl }) },
});
const many = (count: number, make: (at: number) => JsonObject): JsonObject[] =>
  Array.from({ length: count }, (_, at) => make(at));

const right: readonly (readonly [string, JsonObject])[] = [
  ['a question', body({})],
  [
    'tools and a choice',
    body({ tools: [tool], tool_choice: { type: 'tool', name: 'f', disable_parallel_tool_use: true } }),
  ],
  [
    'tools of the API',
    body({
      tools: [
        tool,
        { type: 'web_search_20260318', name: 'web_search', max_uses: 2 },
        { type: 'memory_20250818', name: 'memory' },
      ],
    }),
  ],
  ['a strict tool', strict({ type: 'string', format: 'date-time', enum: ['a'] })],
  [
    'a structured answer',
    body({ output_config: { effort: 'low', format: { type: 'json_schema', schema } } }),
  ],
  ['four breakpoints, the longer ones first', says(cached('1h'), cached('1h'), cached(), cached('5m'))],
];

const wrong: readonly (readonly [string, JsonObject, RegExp])[] = [
  ['no model', { max_tokens: 1, messages: [user] }, /^model: is missing$/],
  ['no max_tokens', { model: 'm', messages: [user] }, /^max_tokens: is missing$/],
  ['no messages', { model: 'm', max_tokens: 1 }, /^messages: is missing$/],
  ['empty messages', body({ messages: [] }), /^messages: must be a list/],
  ['an unknown key', body({ tool_config: {} }), /^tool_config: is not a known key$/],
  [
    'a key of an object member',
    JSON.parse(
      '{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}],"__proto__":1}',
    ) as JsonObject,
    /^__proto__: is not a known key$/,
  ],
  ['a temperature', body({ temperature: 1 }), /^temperature: is not a known key$/],
  ['a max_tokens that is a text', body({ max_tokens: '5' }), /^max_tokens: must be a whole number/],
  [
    'an unknown metadata key',
    body({ metadata: { purpose: 'x' } }),
    /^metadata\.purpose: is not a known key$/,
  ],
  ['no stop sequences in the list', body({ stop_sequences: [] }), /^stop_sequences: must not be empty$/],
  [
    'a stop sequence of blanks',
    body({ stop_sequences: ['\n'] }),
    /^stop_sequences\[0\]: must be a text of more/,
  ],
  ['null for an absent key', body({ tools: null }), /^tools: must be a list$/],
  [
    'half a character',
    talk({ role: 'user', content: 'a \ud83d' }),
    /^messages\[0\]\.content: holds half a surrogate pair$/,
  ],

  ['no tools in the list', body({ tools: [] }), /^tools: must not be empty$/],
  [
    'a tool of another API',
    body({ tools: [{ type: 'function', function: { name: 'f' } }] }),
    /has the type "function"/,
  ],
  ['a tool without a schema', body({ tools: [{ name: 'f' }] }), /input_schema: is missing$/],
  ['an unknown key of a tool', withTool({ parameters: {} }), /parameters: is not a known key$/],
  ['a tool name twice', body({ tools: [tool, tool] }), /repeats the name "f"$/],
  ['a tool name outside its pattern', withTool({ name: 'a.b' }), /name: must be 1 to 64/],
  ['a tool name that is too long', withTool({ name: 'x'.repeat(65) }), /name: must be 1 to 64/],
  [
    'a tool of the API under another name',
    body({ tools: [{ type: 'web_search_20260318', name: 'search' }] }),
    /name: must be one of/,
  ],
  [
    'a tool of the API with an unknown key',
    body({ tools: [{ type: 'memory_20250818', name: 'memory', max_uses: 1 }] }),
    /max_uses: is not a known key$/,
  ],
  [
    'both lists of domains',
    body({
      tools: [
        {
          type: 'web_search_20260318',
          name: 'web_search',
          allowed_domains: ['a.b'],
          blocked_domains: ['c.d'],
        },
      ],
    }),
    /must not come with allowed_domains$/,
  ],
  ['only deferred tools', withTool({ defer_loading: true }), /must hold a tool without defer_loading$/],
  [
    'a deferred tool with a breakpoint',
    body({
      tools: [tool, { ...tool, name: 'g', defer_loading: true, cache_control: { type: 'ephemeral' } }],
    }),
    /must not come with defer_loading$/,
  ],
  [
    'a toolset of an unknown server',
    body({ tools: [{ type: 'mcp_toolset', mcp_server_name: 'x' }] }),
    /is not in mcp_servers$/,
  ],
  ['a schema that is no object', withTool({ input_schema: { type: 'string' } }), /must have type object$/],
  ['a schema with anyOf at its root', takes({ anyOf: [] }), /must not have anyOf at its root$/],
  ['a property name that is not taken', takes({ properties: { 'a b': {} } }), /must not be the name "a b"$/],
  [
    'a list of item schemas',
    takes({ properties: { a: { type: 'array', items: [{}] } } }),
    /must be one schema since/,
  ],
  ['an unknown type', takes({ properties: { a: { type: 'text' } } }), /is no type of JSON Schema$/],
  [
    'a reference to nothing',
    takes({ properties: { a: { $ref: '#/$defs/x' } } }),
    /points to #\/\$defs\/x, where nothing is$/,
  ],
  [
    'a strict open object',
    withTool({ strict: true, input_schema: { type: 'object' } }),
    /additionalProperties: must be false in a strict/,
  ],
  ['a strict bound', strict({ type: 'number', minimum: 1 }), /\.minimum: is not taken in a strict schema$/],
  ['a strict length', strict({ type: 'array', items: {}, minItems: 2 }), /minItems: must be 0 or 1/],
  ['an unknown strict format', strict({ type: 'string', format: 'phone' }), /format: must be one of/],
  ['strict recursion', strict({ $ref: '#' }), /must not refer to itself/],
  [
    'too many strict tools',
    body({
      tools: many(21, (at) => ({
        ...tool,
        name: `f${at}`,
        strict: true,
        input_schema: { ...schema, required: ['a'] },
      })),
    }),
    /at most 20 strict tools$/,
  ],
  [
    'too many optional parameters',
    withTool({
      strict: true,
      input_schema: {
        ...schema,
        properties: Object.fromEntries(many(25, () => ({})).map((_, at) => [`p${at}`, { type: 'string' }])),
      },
    }),
    /at most 24 optional/,
  ],
  [
    'too many unions',
    withTool({
      strict: true,
      input_schema: {
        ...schema,
        required: many(17, () => ({})).map((_, at) => `p${at}`),
        properties: Object.fromEntries(
          many(17, () => ({})).map((_, at) => [`p${at}`, { type: ['string', 'null'] }]),
        ),
      },
    }),
    /at most 16 unions/,
  ],
  [
    'an open structured answer',
    body({ output_config: { format: { type: 'json_schema', schema: { type: 'object' } } } }),
    /additionalProperties: must be false/,
  ],
  [
    'a format with a name',
    body({ output_config: { format: { type: 'json_schema', name: 'x', schema } } }),
    /format\.name: is not a known key$/,
  ],
  ['an unknown effort', body({ output_config: { effort: 'huge' } }), /effort: must be one of/],

  [
    'a choice without tools',
    body({ tool_choice: { type: 'auto' } }),
    /^tool_choice: is only allowed with tools$/,
  ],
  [
    'a choice that is a text',
    body({ tools: [tool], tool_choice: 'auto' }),
    /^tool_choice: must be an object$/,
  ],
  [
    'a choice of another API',
    body({ tools: [tool], tool_choice: { type: 'required' } }),
    /has the type "required"/,
  ],
  [
    'a choice of an unknown tool',
    body({ tools: [tool], tool_choice: { type: 'tool', name: 'g' } }),
    /names the tool "g", which is not in tools$/,
  ],
  [
    'no choice at all of parallel calls',
    body({ tools: [tool], tool_choice: { type: 'none', disable_parallel_tool_use: true } }),
    /disable_parallel_tool_use: is not a known key$/,
  ],
  [
    'a forced call while thinking',
    body({ tools: [tool], tool_choice: { type: 'any' }, thinking: { type: 'enabled', budget_tokens: 1024 } }),
    /must not be any while thinking is enabled$/,
  ],
  [
    'too small a budget',
    body({ thinking: { type: 'enabled', budget_tokens: 1000 } }),
    /budget_tokens: must be a whole number of at least 1024$/,
  ],
  [
    'a budget above the limit',
    body({ max_tokens: 2000, thinking: { type: 'enabled', budget_tokens: 2000 } }),
    /must be below max_tokens$/,
  ],
  ['an unknown way of thinking', body({ thinking: { type: 'high' } }), /has the type "high"/],
  [
    'five breakpoints',
    { ...says(cached(), cached(), cached(), cached()), cache_control: { type: 'ephemeral' } },
    /at most 4 cache breakpoints, not 5$/,
  ],
  [
    'a longer breakpoint after a shorter one',
    says(cached('5m'), cached('1h')),
    /must not have the ttl 1h after/,
  ],
  ['an unknown time to live', says(cached('2h')), /ttl: must be one of/],
];

describe('the strict Messages host', () => {
  it.each(right)('takes %s', (_, request) => {
    expect(validateRequest(request)).toEqual([]);
  });

  it.each(wrong)('refuses %s, and for that alone', (_, request, problem) => {
    const found = validateRequest(request);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(problem);
  });

  it('takes sampling settings of older models with an older version only', () => {
    const sampled = (model: string, version: string, temperature: JsonValue): string[] =>
      validateRequest(body({ model, temperature }), { version });
    expect(sampled('claude-sonnet-4-5', '2023-06-01', 0.5)).toEqual([]);
    expect(sampled('claude-sonnet-4-5', '2023-06-01', 1.5)).toEqual([
      'temperature: must be a number from 0 to 1',
    ]);
    expect(sampled('claude-sonnet-4-5', '2026-10-21', 0.5)).toEqual(['temperature: is not a known key']);
    expect(sampled('claude-opus-4-8', '2023-06-01', 0.5)).toEqual(['temperature: must be one of [1]']);
    expect(sampled('claude-opus-4-8', '2023-06-01', 1)).toEqual([]);
  });

  it('asks for the version, and for a beta header where only the beta has the key', () => {
    const version = { 'anthropic-version': '2026-10-21' };
    expect(validateHeaders(body({}), version)).toEqual([]);
    expect(validateHeaders(body({}), {})).toEqual([
      'headers.anthropic-version: must be a text that is not empty',
    ]);
    expect(validateHeaders(body({}), { 'anthropic-version': 'latest' })).toHaveLength(1);
    const servers = body({ mcp_servers: [{ type: 'url', name: 'x', url: 'https://x.y' }] });
    expect(validateHeaders(servers, version)).toEqual(['mcp_servers: needs the header anthropic-beta']);
    expect(validateHeaders(servers, { ...version, 'anthropic-beta': 'mcp-client-2025-11-20' })).toEqual([]);
  });
});
