import type { JsonObject } from '@pegboard/core';
import { googleGenerateContentWire, type WireAnswer } from '@pegboard/testing';
import { describe, expect, it } from 'vitest';
import { sign } from './signatures.ts';

const user = { role: 'user', parts: [{ text: 'Hi' }] };
const call = { functionCall: { name: 'f', args: { a: 1 }, id: 'c1' } };
const signedCall = { ...call, thoughtSignature: sign(call) };
const calling = { role: 'model', parts: [signedCall] };
const response = { functionResponse: { name: 'f', response: { output: 'ok' }, id: 'c1' } };
const result = { role: 'user', parts: [response] };
const said = { role: 'model', parts: [{ text: 'Done.' }] };
const png = { inlineData: { mimeType: 'image/png', data: 'AA==' } };

const body = (change: JsonObject): JsonObject => ({ contents: [user], ...change });
const talk = (...contents: readonly JsonObject[]): JsonObject => ({ contents });
const parts = (...list: readonly JsonObject[]): JsonObject => talk({ role: 'user', parts: list });
const answer = (...list: readonly JsonObject[]): JsonObject =>
  talk(user, { role: 'model', parts: list }, user);
const config = (generationConfig: JsonObject): JsonObject => body({ generationConfig });
const standIn = (text: string): JsonObject =>
  talk(user, { role: 'model', parts: [{ ...call, thoughtSignature: text }] }, result);

const path = (model: string, method = 'generateContent'): string => `/v1beta/models/${model}:${method}`;

const right: readonly (readonly [string, JsonObject, string?])[] = [
  ['a question', body({})],
  ['a whole tool turn', talk(user, calling, result, said, user)],
  ['a tool turn at the end', talk(user, calling, result)],
  [
    'parallel calls, of which the first is signed',
    talk(
      user,
      { role: 'model', parts: [signedCall, { functionCall: { name: 'g', id: 'c2' } }] },
      { role: 'user', parts: [{ functionResponse: { name: 'g', response: {}, id: 'c2' } }, response] },
    ),
  ],
  [
    'calls without ids',
    talk(
      user,
      {
        role: 'model',
        parts: [{ functionCall: { name: 'f' }, thoughtSignature: sign({ functionCall: { name: 'f' } }) }],
      },
      { role: 'user', parts: [{ functionResponse: { name: 'f', response: {} } }] },
    ),
  ],
  ['an unsigned call of an earlier turn', talk(user, { role: 'model', parts: [call] }, result, said, user)],
  [
    'an unsigned call of an older model',
    talk(user, { role: 'model', parts: [call] }, result),
    path('gemini-2.5-pro'),
  ],
  ['words that stand in for a signature', standIn('skip_thought_signature_validator')],
  ['the same in base64', standIn(btoa('skip_thought_signature_validator'))],
  [
    'arguments whose keys changed places',
    talk(
      user,
      {
        role: 'model',
        parts: [
          {
            functionCall: { name: 'f', args: { b: 2, a: 1 }, id: 'c1' },
            thoughtSignature: sign({ functionCall: { name: 'f', args: { a: 1, b: 2 } } }),
          },
        ],
      },
      result,
    ),
  ],
  [
    'an empty text with its signature',
    answer({ text: 'x' }, { text: '', thoughtSignature: sign({ text: '' }) }),
  ],
  ['thoughts', answer({ text: 'hm', thought: true }, { text: 'x' })],
  ['media', parts({ text: 'Look' }, png, { fileData: { fileUri: 'https://x.y/z.pdf' } })],
  [
    'media in a result',
    talk(user, calling, {
      role: 'user',
      parts: [{ functionResponse: { ...response.functionResponse, parts: [png] } }],
    }),
  ],
  ['two contents of one role in a row', talk(user, user, calling, result, user)],
];

const wrong: readonly (readonly [string, JsonObject, RegExp, string?])[] = [
  ['no contents', {}, /^contents: is missing$/],
  ['empty contents', { contents: [] }, /^contents: must be a list that is not empty$/],
  ['an unknown key', body({ metadata: {} }), /^metadata: is not a known key$/],
  ['snake_case', body({ generation_config: {} }), /^generation_config: is not a known key$/],
  [
    'a key of an object member',
    JSON.parse('{"contents":[{"role":"user","parts":[{"text":"x"}]}],"__proto__":1}') as JsonObject,
    /^__proto__: is not/,
  ],
  ['keys of Google Cloud', body({ labels: { a: 'b' } }), /^labels: is not a known key$/],
  ['null for an absent setting', config({ topK: null }), /^generationConfig\.topK: must be a whole number/],
  [
    'an unknown role',
    talk({ role: 'assistant', parts: [{ text: 'x' }] }),
    /^contents\[0\]\.role: must be user or model$/,
  ],
  ['no role', talk({ parts: [{ text: 'x' }] }), /^contents\[0\]\.role: must be/],
  ['an unknown key of a content', talk({ ...user, name: 'x' }), /^contents\[0\]\.name: is not/],
  ['no parts', parts(), /^contents\[0\]\.parts: must be a list of parts that is not empty$/],
  ['an empty part', parts({}), /^contents\[0\]\.parts\[0\]: must hold exactly one kind of data, it holds 0$/],
  [
    'two kinds of data in a part',
    parts({ text: 'x', ...png }),
    /must hold exactly one kind of data, it holds 2$/,
  ],
  [
    'an unknown part',
    parts({ text: 'x' }, { image: 'x' }),
    /^contents\[0\]\.parts\[1\]\.image: is not a known key\n.* it holds 0$/,
  ],
  [
    'an image of a type that is not taken',
    parts({ inlineData: { mimeType: 'image/tiff', data: 'AA==' } }),
    /^contents\[0\]\.parts\[0\]\.inlineData\.mimeType: must be a media type/,
  ],
  [
    'a data URL',
    parts({ inlineData: { mimeType: 'image/png', data: 'data:image/png;base64,AA==' } }),
    /inlineData\.data: must be base64$/,
  ],
  [
    'a file without its address',
    parts({ fileData: { mimeType: 'image/png' } }),
    /fileData\.fileUri: is missing$/,
  ],
  [
    'an empty text of the model',
    answer({ text: 'x' }, { text: '' }),
    /^contents\[1\]\.parts\[1\]\.text: must not be empty without a signature$/,
  ],
  [
    'thoughts of the user',
    parts({ text: 'x', thought: true }),
    /\.thought: is not allowed in a content of role user$/,
  ],
  [
    'arguments as text',
    talk(
      user,
      {
        role: 'model',
        parts: [
          {
            functionCall: { name: 'f', args: '{}', id: 'c1' },
            thoughtSignature: sign({ functionCall: { name: 'f', args: '{}' } }),
          },
        ],
      },
      result,
    ),
    /functionCall\.args: must be an object$/,
  ],
  [
    'a result as text',
    talk(user, calling, {
      role: 'user',
      parts: [{ functionResponse: { name: 'f', id: 'c1', response: 'ok' } }],
    }),
    /functionResponse\.response: must be an object$/,
  ],
  [
    'audio in a result',
    talk(user, calling, {
      role: 'user',
      parts: [
        {
          functionResponse: {
            ...response.functionResponse,
            parts: [{ inlineData: { mimeType: 'audio/wav', data: 'AA==' } }],
          },
        },
      ],
    }),
    /functionResponse\.parts\[0\]\.inlineData\.mimeType: must be/,
  ],
  [
    'an empty id',
    talk(
      user,
      {
        role: 'model',
        parts: [
          { functionCall: { name: 'f', id: '' }, thoughtSignature: sign({ functionCall: { name: 'f' } }) },
        ],
      },
      { role: 'user', parts: [{ functionResponse: { name: 'f', id: '', response: {} } }] },
    ),
    /functionCall\.id: must be a text that is not empty\n.*functionResponse\.id/,
  ],
  ['a call before the user', talk(calling, result), /^contents\[0\]: calls functions before the user/],
  [
    'a call without a result',
    talk(user, calling, user),
    /^contents\[2\]: call "f" with the id "c1" has no response$/,
  ],
  [
    'a call without a result at the end',
    talk(user, calling),
    /^contents: call "f" with the id "c1" has no response$/,
  ],
  ['an orphan result', talk(user, result), /^contents\[1\]: .*$/],
  [
    'a result twice',
    talk(user, calling, { role: 'user', parts: [response, response] }),
    /^contents\[2\]: answers "f" with the id "c1", which is no open call/,
  ],
  ['a result of an earlier turn', talk(user, calling, result, said, result), /^contents\[4\]: answers/],
  [
    'a result without the id of its call',
    talk(user, calling, { role: 'user', parts: [{ functionResponse: { name: 'f', response: {} } }] }),
    /^contents\[2\]: answers "f", which is no open call.*\ncontents\[2\]: call "f" with the id "c1" has no response$/,
  ],
  [
    'a result of another name',
    talk(user, calling, {
      role: 'user',
      parts: [{ functionResponse: { ...response.functionResponse, name: 'g' } }],
    }),
    /^contents\[2\]: answers "g".*\ncontents\[2\]: call "f"/,
  ],
  [
    'results in several contents',
    talk(user, { role: 'model', parts: [signedCall, { functionCall: { name: 'g', id: 'c2' } }] }, result, {
      role: 'user',
      parts: [{ functionResponse: { name: 'g', response: {}, id: 'c2' } }],
    }),
    /^contents\[3\]: holds a response outside.*\ncontents\[2\]: call "g" with the id "c2" has no response$/,
  ],
  [
    'a result of the model',
    talk(user, calling, { role: 'model', parts: [response] }, result),
    /functionResponse: is not allowed in a content of role model$/,
  ],
  ['a call of the user', parts(signedCall), /functionCall: is not allowed in a content of role user$/],
  [
    'an unsigned call in the current turn',
    talk(user, { role: 'model', parts: [{ text: 'x' }, call] }, result),
    /^contents\[1\]\.parts\[1\]\.thoughtSignature: is missing on the first call/,
  ],
  [
    'the same for Gemini 3',
    talk(user, { role: 'model', parts: [call] }, result),
    /thoughtSignature: is missing/,
    path('gemini-3-pro'),
  ],
  [
    'an unsigned call in a later step',
    talk(user, calling, result, { role: 'model', parts: [call] }, result),
    /^contents\[3\]\.parts\[0\]\.thoughtSignature: is missing/,
  ],
  [
    'a signature moved to the second call',
    talk(
      user,
      {
        role: 'model',
        parts: [{ functionCall: { name: 'g', id: 'c2' }, thoughtSignature: sign(call) }, call],
      },
      { role: 'user', parts: [{ functionResponse: { name: 'g', response: {}, id: 'c2' } }, response] },
    ),
    /parts\[0\]\.thoughtSignature: is not the signature that this part came with$/,
  ],
  [
    'a signature of other arguments',
    talk(
      user,
      {
        role: 'model',
        parts: [{ functionCall: { name: 'f', args: { a: 2 }, id: 'c1' }, thoughtSignature: sign(call) }],
      },
      result,
    ),
    /is not the signature that this part came with$/,
  ],
  [
    'a signed text merged with another',
    answer({ text: 'one two', thoughtSignature: sign({ text: ' two' }) }),
    /is not the signature that this part came with$/,
  ],
  ['a signature from elsewhere', answer({ text: 'x', thoughtSignature: 'EqADCp0D' }), /is not the signature/],
  [
    'an empty signature',
    answer({ text: 'x', thoughtSignature: '' }),
    /thoughtSignature: must be a text that is not empty/,
  ],
  [
    'words that stand in for the signature of a text',
    answer({ text: 'x', thoughtSignature: 'skip_thought_signature_validator' }),
    /stands in for a signature on a part that is no call$/,
  ],
];

describe('the strict generateContent host, conversations', () => {
  it.each(right.map(([name, ...rest]) => ({ name, rest })))('takes $name', ({ rest: [request, url] }) => {
    expect(googleGenerateContentWire.violations(request, url)).toEqual([]);
  });

  it.each(wrong.map(([name, ...rest]) => ({ name, rest })))(
    'refuses $name, and nothing else in it',
    ({ rest: [request, problem, url] }) => {
      const found = googleGenerateContentWire.violations(request, url);
      expect(found.join('\n')).toMatch(problem);
      expect(found).toHaveLength(problem.source.split(String.raw`\n`).length);
    },
  );

  it('takes back what it gave out, from a stream and from one shot', () => {
    const given = googleGenerateContentWire.opaque?.answer as WireAnswer;
    const chunks = googleGenerateContentWire
      .frames(given)
      .map((frame) => JSON.parse(frame.slice(6)) as unknown);
    for (const chunk of [chunks, [googleGenerateContentWire.body(given)]]) {
      const sent = (chunk as { candidates: { content: { parts: JsonObject[] } }[] }[])
        .flatMap(({ candidates }) => candidates.flatMap(({ content }) => content.parts))
        .filter((part) => part.text !== '' || part.thoughtSignature !== undefined);
      const replies = sent
        .map(({ functionCall }) => functionCall as JsonObject | undefined)
        .filter((made) => made !== undefined)
        .map(({ name, id }) => ({ functionResponse: { name, id, response: {} } }));
      const contents = [user, { role: 'model', parts: sent }, { role: 'user', parts: replies }];
      expect(replies).toHaveLength(2);
      expect(googleGenerateContentWire.violations({ contents })).toEqual([]);
    }
  });
});
