import type { JsonObject } from '@pegboard/core';
import { describe, expect, it } from 'vitest';
import { validateRequest } from './validate-request.ts';

const schema = {
  type: 'object',
  properties: { a: { type: 'string' } },
  required: ['a'],
  additionalProperties: false,
};
const tool = { type: 'function', name: 'f', description: 'F', parameters: schema, strict: false };

const body = (change: JsonObject): JsonObject => ({ model: 'm', input: 'Hi', ...change });
const withTool = (change: JsonObject): JsonObject => body({ tools: [{ ...tool, ...change }] });
const takes = (change: JsonObject): JsonObject => withTool({ parameters: { ...schema, ...change } });
const strict = (a: JsonObject): JsonObject =>
  withTool({ strict: true, parameters: { ...schema, properties: { a } } });
const answers = (format: JsonObject): JsonObject => body({ text: { format } });
const names = (count: number): string[] => Array.from({ length: count }, (_, at) => `p${at}`);
const nested = (levels: number): JsonObject =>
  levels === 0 ? { type: 'string' } : { type: 'array', items: nested(levels - 1) };

const right: readonly (readonly [string, JsonObject])[] = [
  ['a question', body({})],
  [
    'tools and a choice',
    body({ tools: [tool], tool_choice: { type: 'function', name: 'f' }, parallel_tool_calls: false }),
  ],
  [
    'a list of allowed tools',
    body({
      tools: [tool],
      tool_choice: { type: 'allowed_tools', mode: 'auto', tools: [{ type: 'function', name: 'f' }] },
    }),
  ],
  ['a tool without parameters', withTool({ parameters: null, strict: null, description: null })],
  ['a strict tool', strict({ type: ['string', 'null'], format: 'date', pattern: '^a' })],
  [
    'tools of the API',
    body({
      tools: [
        { type: 'web_search', search_context_size: 'low' },
        { type: 'code_interpreter', container: { type: 'auto' } },
        { type: 'mcp', server_label: 'x', server_url: 'https://x.y', require_approval: 'never' },
      ],
    }),
  ],
  ['a structured answer', answers({ type: 'json_schema', name: 'x', schema, strict: true })],
  ['any JSON', body({ input: 'Answer in JSON', text: { format: { type: 'json_object' } } })],
  [
    'a stateless request',
    body({
      store: false,
      include: ['reasoning.encrypted_content'],
      reasoning: { effort: 'low', summary: 'auto' },
    }),
  ],
  ['metadata', body({ metadata: { purpose: 'test' } })],
];

const wrong: readonly (readonly [string, JsonObject, RegExp])[] = [
  ['no model', { input: 'Hi' }, /^model: is missing$/],
  ['no input', { model: 'm' }, /^input: is missing$/],
  ['messages', body({ messages: [] }), /^messages: is not a known key$/],
  [
    'a key of an object member',
    JSON.parse('{"model":"m","input":"x","__proto__":1}') as JsonObject,
    /^__proto__: is not a known key$/,
  ],
  ['a stop text', body({ stop: ['x'] }), /^stop: is not a known key$/],
  ['a seed', body({ seed: 1 }), /^seed: is not a known key$/],
  [
    'the limit of another API',
    body({ max_completion_tokens: 100 }),
    /^max_completion_tokens: is not a known key$/,
  ],
  [
    'a limit that is too low',
    body({ max_output_tokens: 15 }),
    /^max_output_tokens: must be a whole number of at least 16$/,
  ],
  ['a temperature out of range', body({ temperature: 2.5 }), /^temperature: must be a number from 0 to 2$/],
  ['an unknown effort', body({ reasoning: { effort: 'huge' } }), /^reasoning\.effort: must be one of/],
  ['the effort of another API', body({ reasoning_effort: 'low' }), /^reasoning_effort: is not a known key$/],
  ['an unknown include', body({ include: ['usage'] }), /^include\[0\]: must be one of/],
  [
    'stream options without a stream',
    body({ stream_options: {} }),
    /^stream_options: is only allowed with stream/,
  ],
  [
    'the stream option of another API',
    body({ stream: true, stream_options: { include_usage: true } }),
    /include_usage: is not a known key$/,
  ],
  [
    'a stored answer in a conversation',
    body({ previous_response_id: 'resp_1', conversation: 'conv_1' }),
    /^conversation: must not come with previous_response_id$/,
  ],
  ['a message id as a response', body({ previous_response_id: 'msg_1' }), /must begin with resp_$/],
  [
    'background work that is not stored',
    body({ background: true, store: false }),
    /^background: needs store$/,
  ],
  ['metadata that is no text', body({ metadata: { a: 1 } }), /metadata\.a: must be a text/],
  [
    'too much metadata',
    body({ metadata: Object.fromEntries(names(17).map((name) => [name, 'x'])) }),
    /at most 16 pairs$/,
  ],

  ['no tools in the list', body({ tools: [] }), /^tools: must not be empty$/],
  [
    'a tool of another API',
    body({
      tools: [{ type: 'function', function: { name: 'f' }, name: 'f', parameters: null, strict: false }],
    }),
    /function: is not a known key$/,
  ],
  [
    'a tool without strict',
    body({ tools: [{ type: 'function', name: 'f', parameters: schema }] }),
    /strict: is missing$/,
  ],
  ['an unknown tool', body({ tools: [{ type: 'web_fetch' }] }), /has the type "web_fetch"/],
  ['a tool name twice', body({ tools: [tool, tool] }), /repeats the name "f"$/],
  ['a tool name outside its pattern', withTool({ name: 'a.b' }), /name: must be 1 to 64/],
  ['a tool name that is too long', withTool({ name: 'x'.repeat(65) }), /name: must be 1 to 64/],
  ['a schema that is no object', withTool({ parameters: { type: 'string' } }), /must have type object$/],
  ['a schema with anyOf at its root', takes({ anyOf: [] }), /must not have anyOf at its root$/],
  ['an array without items', takes({ properties: { a: { type: 'array' } } }), /is an array without items$/],
  [
    'a strict open object',
    withTool({ strict: true, parameters: { type: 'object' } }),
    /additionalProperties: must be false/,
  ],
  [
    'a strict optional property',
    withTool({ strict: true, parameters: { ...schema, required: [] } }),
    /required: must hold a in a strict schema$/,
  ],
  ['a strict keyword outside the subset', strict({ allOf: [] }), /allOf: is not taken in a strict schema$/],
  ['an unknown strict format', strict({ type: 'string', format: 'uri' }), /format: must be one of/],
  ['a strict schema that is too deep', strict(nested(10)), /lies deeper than 10 levels/],
  ['too many strict values', strict({ enum: names(1001) }), /at most 1000 values of enum/],
  [
    'a code tool without a container',
    body({ tools: [{ type: 'code_interpreter' }] }),
    /container: is missing$/,
  ],
  [
    'an MCP server without an address',
    body({ tools: [{ type: 'mcp', server_label: 'x' }] }),
    /needs one of server_url/,
  ],
  [
    'an unknown approval',
    body({
      tools: [{ type: 'mcp', server_label: 'x', server_url: 'https://x.y', require_approval: 'auto' }],
    }),
    /require_approval: must be one of/,
  ],
  [
    'too many partial images',
    body({ tools: [{ type: 'image_generation', partial_images: 4 }] }),
    /from 0 to 3$/,
  ],

  ['a choice without tools', body({ tool_choice: 'auto' }), /^tool_choice: is only allowed with tools$/],
  ['an unknown choice', body({ tools: [tool], tool_choice: 'any' }), /^tool_choice: must be one of/],
  [
    'the choice of another API',
    body({ tools: [tool], tool_choice: { type: 'function', name: 'f', function: {} } }),
    /tool_choice\.function: is not a known key$/,
  ],
  [
    'a choice of an unknown tool',
    body({ tools: [tool], tool_choice: { type: 'function', name: 'g' } }),
    /names the tool "g", which is not in tools$/,
  ],
  [
    'an allowed tool that is not there',
    body({
      tools: [tool],
      tool_choice: { type: 'allowed_tools', mode: 'auto', tools: [{ type: 'function', name: 'g' }] },
    }),
    /names the tool "g"/,
  ],
  [
    'the format of another API',
    answers({ type: 'json_schema', json_schema: {}, name: 'x', schema }),
    /json_schema: is not a known key$/,
  ],
  [
    'a response_format',
    body({ response_format: { type: 'json_object' } }),
    /^response_format: is not a known key$/,
  ],
  [
    'a format with a bad name',
    answers({ type: 'json_schema', name: 'a b', schema }),
    /name: must be 1 to 64/,
  ],
  [
    'a strict open format',
    answers({ type: 'json_schema', name: 'x', schema: { type: 'object' }, strict: true }),
    /additionalProperties: must be false/,
  ],
  ['json_object without the word', answers({ type: 'json_object' }), /needs the word json in the input$/],
  ['an unknown verbosity', body({ text: { verbosity: 'huge' } }), /verbosity: must be one of/],
];

describe('the strict Responses host, on settings and tools', () => {
  it.each(right)('takes %s', (_, request) => {
    expect(validateRequest(request)).toEqual([]);
  });

  it.each(wrong)('refuses %s, and for that alone', (_, request, problem) => {
    const found = validateRequest(request);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(problem);
  });
});
