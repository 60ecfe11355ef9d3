import type { JsonObject } from '@pegboard/core';
import { describe, expect, it } from 'vitest';
import { seal } from '../lib/seal.ts';
import { idBehind, itemId } from './item-ids.ts';
import { sealedContent } from './item-rules.ts';
import { validateRequest } from './validate-request.ts';

const user = { role: 'user', content: 'Hi' };
const call = { type: 'function_call', call_id: 'c1', name: 'f', arguments: '{}' };
const result = { type: 'function_call_output', call_id: 'c1', output: 'ok' };
const answer = { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'x' }] };

const rsId = itemId('reasoning', 'r');
const thought = { type: 'reasoning', id: rsId, summary: [{ type: 'summary_text', text: 'hm' }] };
const reasoning = { ...thought, encrypted_content: seal(sealedContent(thought)) };
const ledTo = { ...call, id: idBehind('function_call', rsId) };

const long = 'x'.repeat(65);

const send = (...input: readonly JsonObject[]): JsonObject => ({ model: 'm', input });
const says = (...content: readonly JsonObject[]): JsonObject => send({ role: 'user', content });
const turn = (change: JsonObject): JsonObject => send(user, { ...call, ...change }, result);
const image = (image_url: string): JsonObject => ({ type: 'input_image', image_url });
const file = (file_data: string): JsonObject => ({ type: 'input_file', filename: 'f', file_data });

const right: readonly (readonly [string, JsonObject])[] = [
  ['a text', { model: 'm', input: 'Hi' }],
  ['a whole tool turn', send(user, call, result, user)],
  [
    'parallel calls, answered in another order',
    send(user, call, { ...call, call_id: 'c2' }, { ...result, call_id: 'c2' }, result),
  ],
  ['an id used again in a later turn', send(user, call, result, call, result)],
  ['an output whose call is stored', { ...send(result), previous_response_id: 'resp_1' }],
  ['reasoning before what it led to', send(user, reasoning, ledTo, result)],
  [
    'reasoning of which nothing is left but an id',
    send(user, { ...thought, id: 'rs_68af' }, { ...call, id: 'fc_68af' }, result),
  ],
  ['an own message without words', send(user, { ...answer, id: 'msg_1', content: [] }, user)],
  ['a phase', send(user, { ...answer, phase: 'commentary' }, user)],
  [
    'media in a result',
    send(user, call, { ...result, output: [{ type: 'input_text', text: 'see' }, image('https://x.y/z')] }),
  ],
  [
    'parts',
    says(
      { type: 'input_text', text: '' },
      image('data:image/png;base64,AAAA'),
      file('data:application/pdf;base64,AAAA'),
    ),
  ],
  [
    'a search by the host',
    send(
      user,
      { type: 'web_search_call', id: 'ws_1', status: 'completed', action: { type: 'search', query: 'x' } },
      answer,
      user,
    ),
  ],
];

const wrong: readonly (readonly [string, JsonObject, RegExp])[] = [
  ['no items', send(), /^input: must be a text or a list/],
  ['an empty text', { model: 'm', input: '' }, /^input: must not be empty$/],
  ['an unknown role', send({ role: 'tool', content: 'x' }), /role: must be one of/],
  ['an unknown item', send(user, { type: 'tool_result', output: 'x' }), /has the type "tool_result"/],
  ['an item of an object member', send(user, { type: 'constructor' }), /has the type "constructor"/],
  ['an unknown key of a message', send({ ...user, name: 'x' }), /\[0\]\.name: is not a known key$/],
  ['no content', send({ role: 'user' }), /content: is missing$/],
  ['empty content', says(), /content: must not be empty$/],
  ['a part of another API', says({ type: 'text', text: 'x' }), /has the type "text"/],
  ['a part of the other side', says({ type: 'output_text', text: 'x' }), /has the type "output_text"/],
  [
    'an input part of the assistant',
    send(user, { role: 'assistant', content: [{ type: 'input_text', text: 'x' }] }),
    /has the type "input_text"/,
  ],
  [
    'an image that is an object',
    says({ type: 'input_image', image_url: { url: 'https://x.y' } }),
    /image_url: must be an http/,
  ],
  [
    'an image of a type that is not taken',
    says(image('data:image/tiff;base64,AAAA')),
    /image_url: must be an http/,
  ],
  [
    'an image from nowhere',
    says({ type: 'input_image', detail: 'auto' }),
    /needs one of file_id, image_url$/,
  ],
  [
    'a file without a name',
    says({ type: 'input_file', file_data: 'data:application/pdf;base64,AAAA' }),
    /filename: is missing$/,
  ],
  ['a sound as a file', says(file('data:audio/wav;base64,AAAA')), /must be a base64 data URL of a document$/],
  [
    'audio',
    says({ type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } }),
    /has the type "input_audio"/,
  ],
  ['a phase of the user', send({ ...user, phase: 'commentary' }), /phase: is not a known key$/],
  ['an unknown phase', send(user, { ...answer, phase: 'draft' }), /phase: must be one of/],

  ['an orphan output', send(user, result), /answers "c1", which is no open call before it$/],
  [
    'an output before its call',
    send(user, result, { ...call, call_id: 'c2' }, { ...result, call_id: 'c2' }),
    /\[1\]\.call_id: answers "c1"/,
  ],
  ['an output twice', send(user, call, result, result), /\[3\]\.call_id: answers "c1"/],
  ['a call without an output', send(user, call, user), /has no output for the call c1$/],
  [
    'an output of another kind',
    send(
      user,
      { type: 'custom_tool_call', call_id: 'c2', name: 'g', input: '' },
      { type: 'custom_tool_call_output', call_id: 'c2', output: 'x' },
      { ...result, call_id: 'c2' },
    ),
    /answers "c2"/,
  ],
  ['a call twice', send(user, call, call, result), /repeats the call c1, which is still open$/],
  [
    'a call with its id in the wrong key',
    send(user, { type: 'function_call', id: 'fc_1', name: 'f', arguments: '{}' }),
    /call_id: is missing$/,
  ],
  [
    'a long call id',
    send(user, { ...call, call_id: long }, { ...result, call_id: long }),
    /\[1\]\.call_id: must be 1 to 64/,
  ],
  ['a bad name', turn({ name: 'a b' }), /name: must be 1 to 64/],
  ['arguments that are an object', turn({ arguments: {} }), /arguments: must be the text of a JSON object$/],
  [
    'arguments that are no JSON object',
    turn({ arguments: '[]' }),
    /arguments: must be the text of a JSON object$/,
  ],
  [
    'an output that is an object',
    send(user, call, { ...result, output: { ok: true } }),
    /output: must be a list$/,
  ],
  ['an empty list as an output', send(user, call, { ...result, output: [] }), /output: must not be empty$/],
  [
    'an output that is too long',
    send(user, call, { ...result, output: 'x'.repeat(10_485_761) }),
    /output: must be at most 10485760/,
  ],

  ['an id of another API', turn({ id: 'call_1' }), /id: must begin with fc_$/],
  ['a long id', turn({ id: `fc_${'x'.repeat(62)}` }), /id: must be at most 64 characters$/],
  [
    'an id twice',
    send(user, { ...answer, id: 'msg_1' }, { ...answer, id: 'msg_1' }, user),
    /repeats the id msg_1$/,
  ],
  [
    'a message with the id of reasoning',
    send(user, { ...answer, id: 'rs_1' }, user),
    /id: must begin with msg_$/,
  ],
  ['reasoning at the end', send(user, reasoning), /is reasoning without the item that followed it$/],
  [
    'reasoning before a user message',
    send(user, { ...thought, id: 'rs_68af' }, user),
    /is reasoning without the item/,
  ],
  [
    'reasoning before a rebuilt message',
    send(user, { ...thought, id: 'rs_68af' }, answer, user),
    /is reasoning without the item/,
  ],
  [
    'reasoning before another item',
    send(user, reasoning, { ...call, id: 'fc_68af' }, result),
    /is reasoning without the item/,
  ],
  [
    'an item that lost its reasoning',
    send(user, ledTo, result),
    /came back without the reasoning before it$/,
  ],
  [
    'a changed summary',
    send(user, { ...reasoning, summary: [] }, ledTo, result),
    /encrypted_content: was not given out for this item$/,
  ],
  [
    'changed encrypted content',
    send(user, { ...reasoning, encrypted_content: 'abc' }, ledTo, result),
    /encrypted_content: was not given out/,
  ],
  [
    'the state of reasoning that had only begun',
    send(user, { ...reasoning, encrypted_content: 'not-complete-yet' }, ledTo, result),
    /encrypted_content: was not given out/,
  ],
  [
    'reasoning without its state where nothing is stored',
    { ...send(user, { ...thought }, ledTo, result), store: false },
    /encrypted_content: is missing, and nothing is stored$/,
  ],
  [
    'a search without what it did',
    send(user, { type: 'web_search_call', id: 'ws_1', status: 'completed' }, user),
    /action: is missing$/,
  ],
];

describe('the strict Responses host, on input', () => {
  it.each(right)('takes %s', (_, request) => {
    expect(validateRequest(request)).toEqual([]);
  });

  it.each(wrong)('refuses %s, and for that alone', (_, request, problem) => {
    const found = validateRequest(request);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(problem);
  });
});
