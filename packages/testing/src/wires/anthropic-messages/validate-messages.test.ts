import type { JsonObject } from '@pegboard/core';
import { describe, expect, it } from 'vitest';
import { seal } from '../lib/seal.ts';
import {
  answered,
  answers,
  body,
  call,
  calling,
  result,
  says,
  talk,
  thinking,
  user,
} from './requests.test-util.ts';
import { validateRequest } from './validate-request.ts';

const search = { type: 'server_tool_use', id: 's1', name: 'web_search', input: { query: 'x' } };
const searched = { type: 'web_search_tool_result', tool_use_id: 's1', content: [] };

const right: readonly (readonly [string, JsonObject])[] = [
  ['a whole tool turn', talk(user, calling, answered, user)],
  [
    'results in another order',
    talk(
      user,
      { role: 'assistant', content: [call, { ...call, id: 'c2' }] },
      { role: 'user', content: [{ ...result, tool_use_id: 'c2' }, result, { type: 'text', text: 'So?' }] },
    ),
  ],
  [
    'results in messages of their own',
    talk(user, { role: 'assistant', content: [call, { ...call, id: 'c2' }] }, answered, {
      role: 'user',
      content: [{ ...result, tool_use_id: 'c2' }],
    }),
  ],
  [
    'a result without content',
    talk(user, calling, { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c1' }] }),
  ],
  [
    'thoughts with their signature',
    answers(thinking, { type: 'redacted_thinking', data: seal('', 'x') }, { type: 'text', text: 'So.' }),
  ],
  ['a tool of the server with its result', answers(search, searched, { type: 'text', text: 'So.' })],
  ['a pause that goes on', talk(user, { role: 'assistant', content: [search] })],
  [
    'results while a tool of the server still runs',
    talk(user, { role: 'assistant', content: [search, call] }, answered),
  ],
  [
    'a system message after a user message',
    talk(user, { role: 'system', content: 'Be kind' }, { role: 'assistant', content: 'Yes' }, user),
  ],
  [
    'manual thinking in a tool turn',
    {
      ...talk(user, { role: 'assistant', content: [thinking, call] }, answered),
      thinking: { type: 'enabled', budget_tokens: 2000 },
    },
  ],
  [
    'images and documents',
    says(
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
      { type: 'image', source: { type: 'url', url: 'https://x.y/z' } },
      { type: 'document', title: 'T', source: { type: 'text', media_type: 'text/plain', data: 'x' } },
    ),
  ],
  [
    'keys that look like others in arguments',
    talk(
      user,
      { role: 'assistant', content: [{ ...call, input: { cache_control: { ttl: '9h' }, type: 'text' } }] },
      answered,
    ),
  ],
];

const wrong: readonly (readonly [string, JsonObject, RegExp])[] = [
  ['an unknown role', talk(user, { role: 'tool', content: 'x' }, user), /has no known role/],
  [
    'a role of an object member',
    talk(user, { role: 'constructor', content: 'x' }, user),
    /has no known role/,
  ],
  [
    'an assistant first',
    talk({ role: 'assistant', content: 'x' }, user),
    /must have the role user, as the first/,
  ],
  [
    'an assistant last',
    talk(user, { role: 'assistant', content: 'The answer is (' }),
    /which the last message must not have/,
  ],
  ['an unknown key of a message', talk({ ...user, id: 'm1' }), /^messages\[0\]\.id: is not a known key$/],
  ['a blank text', talk({ role: 'user', content: ' \n' }), /\[0\]\.content: must be a text of more/],
  ['a blank block', says({ type: 'text', text: '' }), /\[0\]\.text: must be a text of more/],
  ['no blocks', talk({ role: 'user', content: [] }), /\.content: must not be empty/],
  ['an unknown block', says({ type: 'json', value: 1 }), /has the type "json", which is not taken/],
  ['an unknown key of a block', says({ type: 'text', text: 'x', index: 0 }), /\.index: is not a known key/],
  ['a block of the other side', says(thinking), /has the type "thinking", which is not taken/],
  [
    'an image of the assistant',
    answers({ type: 'image', source: { type: 'url', url: 'https://x.y' } }),
    /has the type "image"/,
  ],
  [
    'an image of a type that is not taken',
    says({ type: 'image', source: { type: 'base64', media_type: 'image/tiff', data: 'AAAA' } }),
    /media_type: must be one of/,
  ],
  [
    'a data URL in place of base64',
    says({
      type: 'image',
      source: { type: 'base64', media_type: 'image/png', data: 'data:image/png;base64,AAAA' },
    }),
    /data: must be base64/,
  ],
  [
    'a data URL as an address',
    says({ type: 'image', source: { type: 'url', url: 'data:image/png;base64,AAAA' } }),
    /url: must be an http/,
  ],
  [
    'a system message first',
    talk({ role: 'system', content: 'x' }, { role: 'assistant', content: 'x' }, user),
    /must have the role user, as the first/,
  ],
  [
    'a system message after the assistant',
    talk(user, { role: 'assistant', content: 'x' }, { role: 'system', content: 'x' }),
    /must follow a user message/,
  ],
  [
    'a system message before a user message',
    talk(user, { role: 'system', content: 'x' }, user),
    /only an assistant message may follow/,
  ],
  ['an empty system list', body({ system: [] }), /^system: must not be empty$/],

  ['an orphan result', talk(answered), /answers "c1", which is no open call/],
  [
    'a result twice',
    talk(user, calling, { role: 'user', content: [result, result] }),
    /content\[1\]: answers "c1"/,
  ],
  [
    'a result of an earlier turn',
    talk(user, calling, answered, { role: 'assistant', content: 'x' }, answered),
    /\[4\]\.content\[0\]: answers "c1"/,
  ],
  ['a missing result', talk(user, calling, user), /\[2\]: does not hold the result of call c1$/],
  [
    'one of two results',
    talk(user, { role: 'assistant', content: [call, { ...call, id: 'c2' }] }, answered),
    /does not hold the result of call c2$/,
  ],
  ['a call at the end', talk(user, calling), /has the call c1, which has no result$/],
  [
    'a text before the results',
    talk(user, calling, { role: 'user', content: [{ type: 'text', text: 'x' }, result] }),
    /is a result, which must come before all else$/,
  ],
  [
    'an error without words',
    talk(user, calling, { role: 'user', content: [{ ...result, content: '', is_error: true }] }),
    /must not be empty when is_error is true$/,
  ],
  [
    'a blank text in a result',
    talk(user, calling, { role: 'user', content: [{ ...result, content: [{ type: 'text', text: '' }] }] }),
    /content\[0\]\.text: must be a text of more/,
  ],
  ['an id twice in the conversation', talk(user, calling, answered, calling, answered), /repeats the id c1$/],
  [
    'an id outside its pattern',
    talk(
      user,
      { role: 'assistant', content: [{ ...call, id: 'a:b' }] },
      { role: 'user', content: [{ ...result, tool_use_id: 'a:b' }] },
    ),
    /\.id: must be made of/,
  ],
  [
    'a call name outside its pattern',
    talk(user, { role: 'assistant', content: [{ ...call, name: 'a b' }] }, answered),
    /name: must be 1 to 64/,
  ],
  [
    'arguments that are a text',
    talk(user, { role: 'assistant', content: [{ ...call, input: '{}' }] }, answered),
    /input: must be an object$/,
  ],

  [
    'a thought without a signature',
    answers({ type: 'thinking', thinking: 'hm' }, { type: 'text', text: 'x' }),
    /signature: is missing/,
  ],
  [
    'a changed thought',
    answers({ ...thinking, thinking: 'Hm' }, { type: 'text', text: 'x' }),
    /signature: was not given out for this text$/,
  ],
  [
    'a changed signature',
    answers({ ...thinking, signature: `${thinking.signature}=` }, { type: 'text', text: 'x' }),
    /signature: was not given out/,
  ],
  [
    'a signature of another thought',
    answers({ ...thinking, signature: seal('other') }, { type: 'text', text: 'x' }),
    /signature: was not given out/,
  ],
  [
    'thoughts in another order',
    answers(
      { ...thinking, signature: seal('hm', 'a@1') },
      { type: 'redacted_thinking', data: seal('', 'a@0') },
      { type: 'text', text: 'x' },
    ),
    /content\[1\]: stands in another order/,
  ],
  [
    'a changed hidden thought',
    answers({ type: 'redacted_thinking', data: 'abc' }),
    /data: was not given out by this server$/,
  ],
  [
    'a tool turn that lost its thought',
    { ...talk(user, calling, answered), thinking: { type: 'enabled', budget_tokens: 2000 } },
    /must begin with its thinking block/,
  ],
  ['a result of the server without its call', answers(searched), /answers "s1", which is no call before it$/],
  [
    'a call of the server without a result',
    answers(search, { type: 'text', text: 'x' }),
    /call s1 of a server tool, which has no result$/,
  ],
  [
    'words beside results while the server still works',
    talk(
      user,
      { role: 'assistant', content: [search, call] },
      { role: 'user', content: [result, { type: 'text', text: 'x' }] },
    ),
    /must be a tool_result: a call of a server tool/,
  ],
  [
    'a changed page of the server',
    answers(search, {
      ...searched,
      content: [{ type: 'web_search_result', title: 't', url: 'u', encrypted_content: 'abc' }],
    }),
    /encrypted_content: was not given out/,
  ],
];

describe('the strict Messages host, on conversations', () => {
  it.each(right)('takes %s', (_, request) => {
    expect(validateRequest(request)).toEqual([]);
  });

  it.each(wrong)('refuses %s, and for that alone', (_, request, problem) => {
    const found = validateRequest(request);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(problem);
  });

  it('refuses a message between calls and results', () => {
    const found = validateRequest(talk(user, calling, { role: 'system', content: 'x' }, answered));
    expect(found).toContain('messages[2]: has the role system, which must follow a user message');
  });
});
