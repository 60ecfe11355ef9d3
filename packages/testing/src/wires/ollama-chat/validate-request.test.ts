import type { JsonObject } from '@pegboard/core';
import { ollamaChatWire, type WireAnswer } from '@pegboard/testing';
import { describe, expect, it } from 'vitest';

const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const user = { role: 'user', content: 'Hi' };
const call = { id: 'c1', function: { index: 0, name: 'f', arguments: { a: 1 } } };
const other = { id: 'c2', function: { index: 1, name: 'g', arguments: {} } };
const calling = { role: 'assistant', content: '', tool_calls: [call] };
const both = { ...calling, tool_calls: [call, other] };
const result = { role: 'tool', content: 'ok', tool_name: 'f', tool_call_id: 'c1' };
const second = { role: 'tool', content: 'ok', tool_name: 'g', tool_call_id: 'c2' };

const body = (change: JsonObject): JsonObject => ({ model: 'm', messages: [user], ...change });
const talk = (...messages: readonly JsonObject[]): JsonObject => body({ messages });
const options = (change: JsonObject): JsonObject => body({ options: change });
const tool = (change: JsonObject): JsonObject => ({
  type: 'function',
  function: { name: 'f', description: 'F', ...change },
});
const schema = (properties: JsonObject, rest: JsonObject = {}): JsonObject =>
  body({ tools: [tool({ parameters: { type: 'object', properties, ...rest } })] });

const right: readonly (readonly [string, JsonObject])[] = [
  ['a question', body({})],
  ['a one-shot question', body({ stream: false, think: 'low', keep_alive: -1 })],
  ['a whole tool turn', talk(user, calling, result, { role: 'assistant', content: 'Done.' }, user)],
  ['parallel calls with results in order', talk(user, both, result, second)],
  [
    'calls and results without ids',
    talk(
      user,
      { ...calling, tool_calls: [{ function: { name: 'f', arguments: {} } }] },
      { role: 'tool', content: '', tool_name: 'f' },
    ),
  ],
  ['thoughts', talk(user, { role: 'assistant', content: 'x', thinking: 'hm' }, user)],
  ['an image', talk({ ...user, images: [pixel] })],
  ['instructions in the middle', talk(user, { role: 'system', content: 'Be brief' }, user)],
  [
    'a schema of the words that reach the prompt',
    schema(
      {
        a: { type: ['string', 'null'], description: 'x', enum: ['y'] },
        b: { anyOf: [{ type: 'number' }] },
        // What is in items is kept whole.
        c: { type: 'array', items: { $ref: '#/$defs/n', minLength: 1 } },
      },
      { required: ['a'], additionalProperties: false, $schema: 'x' },
    ),
  ],
  ['a schema of the answer', body({ format: { type: 'object', minProperties: 1 } })],
  ['options', options({ temperature: 0, num_ctx: 8192, num_predict: -1, stop: ['END'], seed: -1 })],
];

const wrong: readonly (readonly [string, JsonObject, RegExp])[] = [
  ['no model', { messages: [user] }, /^model: is missing$/],
  ['an empty model', body({ model: '' }), /^model: must be/],
  ['no messages', { model: 'm' }, /^messages: is missing$/],
  ['empty messages', talk(), /^messages: must not be empty$/],
  ['an unknown key', body({ tool_choice: 'auto' }), /^tool_choice: is not a known key$/],
  ['a setting outside of options', body({ temperature: 0 }), /^temperature: is not a known key$/],
  [
    'a key of an object member',
    JSON.parse('{"model":"m","messages":[{"role":"user","content":"x"}],"__proto__":1}') as JsonObject,
    /^__proto__: is not/,
  ],
  ['an unknown role', talk({ role: 'developer', content: 'x' }), /^messages\[0\]\.role: must be system/],
  [
    'a role of an object member',
    talk({ role: 'constructor', content: 'x' }),
    /^messages\[0\]\.role: must be/,
  ],
  ['no content', talk({ role: 'user' }), /^messages\[0\]\.content: is missing$/],
  [
    'content in parts',
    talk({ role: 'user', content: [{ type: 'text', text: 'x' }] }),
    /content: must be a text$/,
  ],
  [
    'null for no content',
    talk(user, { ...calling, content: null }, result),
    /^messages\[1\]\.content: must be a text$/,
  ],
  ['an unknown key of a message', talk({ ...user, name: 'x' }), /^messages\[0\]\.name: is not a known key$/],
  ['thoughts of the user', talk({ ...user, thinking: 'x' }), /^messages\[0\]\.thinking: is not/],
  ['no images in the list', talk({ ...user, images: [] }), /^messages\[0\]\.images: must not be empty$/],
  [
    'a data URL',
    talk({ ...user, images: [`data:image/png;base64,${pixel}`] }),
    /images\[0\]: must be base64/,
  ],
  ['the name of a file', talk({ ...user, images: ['/etc/passwd'] }), /images\[0\]: must be base64/],
  ['what is no image', talk({ ...user, images: [btoa('%PDF-1.7')] }), /images\[0\]: is no PNG/],
  ['no calls in the list', talk(user, { ...calling, tool_calls: [] }), /tool_calls: must not be empty$/],
  [
    'arguments as text',
    talk(
      user,
      { ...calling, tool_calls: [{ function: { name: 'f', arguments: '{}' } }] },
      { role: 'tool', content: '', tool_name: 'f' },
    ),
    /tool_calls\[0\]\.function\.arguments: must be an object$/,
  ],
  [
    'an empty id',
    talk(user, { ...calling, tool_calls: [{ ...call, id: '' }] }, { ...result, tool_call_id: '' }),
    /tool_calls\[0\]\.id: must be a text.*\n.*tool_call_id: must be a text/,
  ],
  [
    'a result without the name of its tool',
    talk(user, calling, { role: 'tool', content: 'ok', tool_call_id: 'c1' }),
    /tool_name: is missing\n.*tool_name: must be "f"/,
  ],
  [
    'a result of another tool',
    talk(user, calling, { ...result, tool_name: 'g' }),
    /^messages\[2\]\.tool_name: must be "f"/,
  ],
  [
    'results out of order',
    talk(user, both, second, result),
    /\[2\]\.tool_name: must be "f".*\n.*\[3\]\.tool_name: must be "g"/,
  ],
  [
    'a result with another id',
    talk(user, calling, { ...result, tool_call_id: 'c9' }),
    /^messages\[2\]\.tool_call_id: is not the id/,
  ],
  ['an orphan result', talk(user, result), /^messages\[1\]: is a result without a call$/],
  ['a result twice', talk(user, calling, result, result), /^messages\[3\]: is a result without a call$/],
  ['a missing result', talk(user, calling, user), /^messages\[2\]: comes before the result of "f"$/],
  ['a missing result at the end', talk(user, both, result), /^messages: the call of "g" has no result$/],
  ['no tools in the list', body({ tools: [] }), /^tools: must not be empty$/],
  [
    'a flat tool',
    body({ tools: [{ type: 'function', name: 'f' }] }),
    /tools\[0\]\.function: is missing\ntools\[0\]\.name: is not/,
  ],
  ['a tool name twice', body({ tools: [tool({}), tool({})] }), /^tools: repeats the name "f"$/],
  ['a bad tool name', body({ tools: [tool({ name: 'a b' })] }), /function\.name: must be 1 to 64/],
  [
    'strict, which is unknown here',
    body({ tools: [tool({ strict: true })] }),
    /function\.strict: is not a known key$/,
  ],
  [
    'parameters that are no object',
    body({ tools: [tool({ parameters: { type: 'string' } })] }),
    /must have type object at its root$/,
  ],
  [
    'a reference that is lost',
    schema({ a: { $ref: '#/$defs/n' } }),
    /properties\.a\.\$ref: is lost on the way to the prompt$/,
  ],
  [
    'a limit that is lost',
    schema({ a: { type: 'object', properties: { b: { type: 'string', maxLength: 3 } } } }),
    /properties\.a\.properties\.b\.maxLength: is lost/,
  ],
  [
    'oneOf, which is lost',
    schema({ a: { anyOf: [{ oneOf: [] }] } }),
    /properties\.a\.anyOf\[0\]\.oneOf: is lost/,
  ],
  ['an unknown type', schema({ a: { type: 'text' } }), /properties\.a\.type: is no known type$/],
  ['an unknown format', body({ format: 'json_object' }), /^format: must be json or a schema$/],
  ['an unknown depth of thinking', body({ think: 'max' }), /^think: must be one of/],
  ['a stream that is no flag', body({ stream: 'yes' }), /^stream: must be one of/],
  ['an unknown option', options({ max_tokens: 1 }), /^options\.max_tokens: is not a known key$/],
  ['a number as text', options({ temperature: '0' }), /^options\.temperature: must be a number/],
  ['part of a token', options({ num_predict: 1.5 }), /^options\.num_predict: must be a whole number/],
  ['a stop text that is no list', options({ stop: 'END' }), /^options\.stop: must be a list$/],
  ['no stop texts in the list', options({ stop: [] }), /^options\.stop: must not be empty$/],
  ['a duration in words', body({ keep_alive: 'five minutes' }), /^keep_alive: must be a number/],
];

describe('the strict Ollama server', () => {
  it.each(right)('takes %s', (_, request) => {
    expect(ollamaChatWire.violations(request)).toEqual([]);
  });

  it.each(wrong)('refuses %s, and nothing else in it', (_, request, problem) => {
    const found = ollamaChatWire.violations(request);
    expect(found.join('\n')).toMatch(problem);
    expect(found).toHaveLength(problem.source.split(String.raw`\n`).length);
  });

  it('gives the same answer in a stream and in one shot', () => {
    const answer: WireAnswer = {
      blocks: [
        { type: 'reasoning', pieces: ['h', 'm'] },
        { type: 'text', pieces: ['one ', 'two'] },
        { type: 'call', id: 'c1', name: 'f', pieces: ['{"a":', '1}'] },
        { type: 'call', id: 'c2', name: 'g', pieces: [] },
        { type: 'call', id: 'c3', name: 'cut_off', pieces: ['{"a":'] },
      ],
    };
    const lines = ollamaChatWire.frames(answer).map((text) => JSON.parse(text) as JsonObject);
    const messages = lines.map(({ message }) => message as JsonObject);
    const { message, ...rest } = ollamaChatWire.body(answer) as JsonObject;
    const { message: _, ...last } = lines.at(-1) ?? {};
    expect(rest).toEqual(last);
    expect(lines.filter(({ done }) => done)).toHaveLength(1);
    expect(message).toEqual({
      role: 'assistant',
      content: messages.map(({ content }) => content as string).join(''),
      thinking: 'hm',
      tool_calls: messages.flatMap(({ tool_calls: calls = [] }) => calls as readonly JsonObject[]),
    });
    expect(ollamaChatWire.violations(talk(user, message as JsonObject, result, second))).toEqual([]);
  });
});
