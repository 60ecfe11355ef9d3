import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { JsonObject } from '@pegboard/core';
import { openaiChatWire, type Recording } from '@pegboard/testing';
import { describe, expect, it } from 'vitest';

const user = { role: 'user', content: 'Hi' };
const call = { id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } };
const calling = { role: 'assistant', content: null, tool_calls: [call] };
const result = { role: 'tool', tool_call_id: 'c1', content: 'ok' };
const tool = { type: 'function', function: { name: 'f', parameters: { type: 'object', properties: {} } } };

const body = (change: JsonObject): JsonObject => ({ model: 'm', messages: [user], ...change });
const talk = (...messages: readonly JsonObject[]): JsonObject => body({ messages });

const right: readonly (readonly [string, JsonObject])[] = [
  ['a question', body({})],
  ['a whole tool turn', talk(user, calling, result, user)],
  [
    'parallel calls',
    talk(
      user,
      { ...calling, tool_calls: [call, { ...call, id: 'c2' }] },
      { ...result, tool_call_id: 'c2' },
      result,
    ),
  ],
  ['an id used again in a later turn', talk(user, calling, result, calling, result)],
  [
    'parts',
    talk({
      role: 'user',
      content: [
        { type: 'text', text: '' },
        { type: 'image_url', image_url: { url: 'https://x.y/z' } },
      ],
    }),
  ],
  [
    'tools and a choice',
    body({
      tools: [tool],
      tool_choice: { type: 'function', function: { name: 'f' } },
      parallel_tool_calls: false,
    }),
  ],
];

const wrong: readonly (readonly [string, JsonObject, RegExp])[] = [
  ['no model', { messages: [user] }, /^model: is missing/],
  ['no messages', { model: 'm' }, /^messages: is missing/],
  ['empty messages', body({ messages: [] }), /^messages: must be a list/],
  ['an unknown key', body({ system: 'x' }), /^system: is not a known key/],
  [
    'a key of an object member',
    JSON.parse('{"model":"m","messages":[{"role":"user","content":"x"}],"__proto__":1}') as JsonObject,
    /^__proto__: is not/,
  ],
  ['null for an absent setting', body({ stop: null }), /^stop: must be left out/],
  ['an unknown role', talk({ role: 'bot', content: 'x' }), /\[0\]: has no known role/],
  ['a role of an object member', talk({ role: 'constructor', content: 'x' }), /\[0\]: has no known role/],
  ['an unknown key of a message', talk({ ...user, id: 'm1' }), /\[0\]\.id: is not a known key/],
  ['no content', talk({ role: 'user' }), /\[0\]\.content: is missing/],
  [
    'an assistant message without anything',
    talk({ role: 'assistant', content: null }),
    /content: is missing/,
  ],
  ['empty content', talk({ role: 'user', content: [] }), /\[0\]\.content: must be/],
  [
    'a part of another role',
    talk({ role: 'system', content: [{ type: 'image_url', image_url: { url: 'https://x.y' } }] }),
    /has type image_url/,
  ],
  ['an unknown part', talk({ role: 'user', content: [{ type: 'json', value: 1 }] }), /has type json/],
  [
    'an image of a type that is not taken',
    talk({
      role: 'user',
      content: [{ type: 'image_url', image_url: { url: 'data:image/tiff;base64,AA==' } }],
    }),
    /must be an http/,
  ],
  [
    'a file without its name',
    talk({
      role: 'user',
      content: [{ type: 'file', file: { file_data: 'data:application/pdf;base64,AA==' } }],
    }),
    /filename: is missing/,
  ],
  [
    'audio of an unknown format',
    talk({ role: 'user', content: [{ type: 'input_audio', input_audio: { data: 'AA==', format: 'ogg' } }] }),
    /wav or mp3/,
  ],
  ['an orphan result', talk(user, result), /\[1\]: answers "c1"/],
  ['a result twice', talk(user, calling, result, result), /\[3\]: answers "c1"/],
  ['a result of an earlier turn', talk(user, calling, result, user, result), /\[4\]: answers/],
  ['a missing result', talk(user, calling, user), /\[2\]: comes before the result of call c1/],
  ['a missing result at the end', talk(user, calling), /call c1 has no result/],
  [
    'an empty list of calls',
    talk({ role: 'assistant', content: 'x', tool_calls: [] }),
    /tool_calls: must be left out/,
  ],
  ['an empty id', talk(user, { ...calling, tool_calls: [{ ...call, id: '' }] }), /id: must be 1 to 40/],
  [
    'a long id',
    talk(user, { ...calling, tool_calls: [{ ...call, id: 'x'.repeat(41) }] }),
    /id: must be 1 to 40/,
  ],
  ['an id twice', talk(user, { ...calling, tool_calls: [call, call] }, result), /repeats the id c1/],
  [
    'a bad name',
    talk(user, { ...calling, tool_calls: [{ ...call, function: { name: 'a b', arguments: '{}' } }] }, result),
    /function\.name: must be/,
  ],
  [
    'arguments that are an object',
    talk(user, { ...calling, tool_calls: [{ ...call, function: { name: 'f', arguments: {} } }] }, result),
    /arguments: must be the text/,
  ],
  [
    'arguments that are no JSON object',
    talk(user, { ...calling, tool_calls: [{ ...call, function: { name: 'f', arguments: '[]' } }] }, result),
    /arguments: must be the text/,
  ],
  ['no tools in the list', body({ tools: [] }), /^tools: must be a list/],
  [
    'too many tools',
    body({
      tools: Array.from({ length: 129 }, (_, at) => ({ type: 'function', function: { name: `f${at}` } })),
    }),
    /at most 128/,
  ],
  ['a flat tool', body({ tools: [{ type: 'function', name: 'f' }] }), /tools\[0\]: must be/],
  ['a tool name twice', body({ tools: [tool, tool] }), /repeats the name f/],
  [
    'a tool name that is too long',
    body({ tools: [{ ...tool, function: { name: 'x'.repeat(65) } }] }),
    /name: must be 1 to 64/,
  ],
  [
    'a schema that is no object',
    body({ tools: [{ ...tool, function: { name: 'f', parameters: { type: 'string' } } }] }),
    /must have type object/,
  ],
  [
    'a schema with anyOf at its root',
    body({ tools: [{ ...tool, function: { name: 'f', parameters: { type: 'object', anyOf: [] } } }] }),
    /anyOf at its root/,
  ],
  [
    'an array without items',
    body({
      tools: [
        {
          ...tool,
          function: { name: 'f', parameters: { type: 'object', properties: { a: { type: 'array' } } } },
        },
      ],
    }),
    /array without items/,
  ],
  ['a choice without tools', body({ tool_choice: 'required' }), /only allowed with tools/],
  [
    'a choice of an unknown tool',
    body({ tools: [tool], tool_choice: { type: 'function', function: { name: 'g' } } }),
    /"g", which is not in tools/,
  ],
  ['parallel_tool_calls without tools', body({ parallel_tool_calls: true }), /only allowed with tools/],
  [
    'stream options without a stream',
    body({ stream_options: { include_usage: true } }),
    /only allowed with stream/,
  ],
  ['both limits', body({ max_tokens: 1, max_completion_tokens: 1 }), /must not come with/],
  ['a temperature out of range', body({ temperature: 2.5 }), /number from 0 to 2/],
  ['five stop texts', body({ stop: ['a', 'b', 'c', 'd', 'e'] }), /1 to 4 texts/],
  ['an unknown effort', body({ reasoning_effort: 'huge' }), /reasoning_effort: must be one of/],
  ['json_object without the word', body({ response_format: { type: 'json_object' } }), /needs the word json/],
  [
    'a format with a bad name',
    body({ response_format: { type: 'json_schema', json_schema: { name: 'a b', schema: {} } } }),
    /json_schema\.name/,
  ],
];

describe('the strict Chat Completions host', () => {
  it.each(right)('takes %s', (_, request) => {
    expect(openaiChatWire.violations(request)).toEqual([]);
  });

  it.each(wrong)('refuses %s', (_, request, problem) => {
    expect(openaiChatWire.violations(request).join('\n')).toMatch(problem);
  });

  const folder = fileURLToPath(new URL('../../../../../../shared/wire/openai-chat/', import.meta.url));

  it.skipIf(!existsSync(folder))(
    'takes every recorded request that the true host took (needs ../shared/wire)',
    () => {
      let checked = 0;
      for (const file of readdirSync(folder)) {
        const text = readFileSync(`${folder}${file}`, 'utf8');
        // A placeholder in place of an image is no data URL.
        if (text.includes('<base64 dropped')) continue;
        for (const { request, response } of (JSON.parse(text) as Recording).steps) {
          if (response.status !== 200 || !request.path.endsWith('/chat/completions')) continue;
          expect(openaiChatWire.violations(request.body as JsonObject), file).toEqual([]);
          checked++;
        }
      }
      expect(checked).toBeGreaterThan(30);
    },
  );
});
