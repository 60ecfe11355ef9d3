import type { Message, ModelRequest, ToolResultPart, UserPart } from '@pegboard/core/provider';
import { describe, expect, it } from 'vitest';
import { ask, request } from './loopback.test-util.ts';
import {
  assistant,
  call,
  cloud,
  contents,
  data,
  gemini,
  png,
  render,
  results,
  system,
  text,
  user,
} from './render.test-util.ts';

describe('instructions', () => {
  it('at the beginning are the system instruction', () => {
    const { body } = render({ messages: [system('A'), system(' '), system('B'), ask] });
    expect(body.systemInstruction).toEqual({ role: 'user', parts: [{ text: 'A' }, { text: 'B' }] });
    expect(body.contents).toEqual([{ role: 'user', parts: [{ text: 'Hi' }] }]);
  });

  it('in the middle are marked words of the user', () => {
    expect(contents([ask, assistant(text('Yes')), system('Be brief'), ask])).toEqual([
      { role: 'user', parts: [{ text: 'Hi' }] },
      { role: 'model', parts: [{ text: 'Yes' }] },
      { role: 'user', parts: [{ text: '<system>\nBe brief\n</system>' }] },
      { role: 'user', parts: [{ text: 'Hi' }] },
    ]);
  });

  it('alone are a valid conversation, as is one that begins or ends with an answer', () => {
    expect(contents([system('A')])).toEqual([{ role: 'user', parts: [{ text: 'Begin.' }] }]);
    expect(contents([assistant(text('x'))])).toEqual([
      { role: 'user', parts: [{ text: 'Begin.' }] },
      { role: 'model', parts: [{ text: 'x' }] },
      { role: 'user', parts: [{ text: 'Continue.' }] },
    ]);
    expect(contents([ask, assistant(text('x'))], { model: 'gemini-2.5-flash' })).toHaveLength(2);
  });
});

describe('what the same model wrote', () => {
  const answer = assistant(
    { type: 'reasoning', text: 'hm', providerData: data({}) },
    { ...text('I look'), providerData: data({ thoughtSignature: 'sig-text' }) },
    call('c1', { providerData: data({ id: 'wire-1', thoughtSignature: 'sig-call' }) }),
    call('c2', { providerData: data({}) }),
    { ...text(''), providerData: data({ thoughtSignature: 'sig-last' }) },
  );
  const talk = [ask, answer, results({ callId: 'c2', content: [text('two')] }, { callId: 'c1' })];

  it('goes back part by part, with its signatures and its own ids', () => {
    expect(contents(talk)).toEqual([
      { role: 'user', parts: [{ text: 'Hi' }] },
      {
        role: 'model',
        parts: [
          { text: 'hm', thought: true },
          { text: 'I look', thoughtSignature: 'sig-text' },
          { functionCall: { name: 'f', args: { x: 1 }, id: 'wire-1' }, thoughtSignature: 'sig-call' },
          { functionCall: { name: 'f', args: { x: 1 } } },
          { text: '', thoughtSignature: 'sig-last' },
        ],
      },
      {
        role: 'user',
        parts: [
          { functionResponse: { id: 'wire-1', name: 'f', response: { output: 'ok' } } },
          { functionResponse: { name: 'f', response: { output: 'two' } } },
        ],
      },
    ]);
  });

  it('shows another model no signature and no thought, but the stand-in on the first call', () => {
    const { text: body } = render({ messages: talk, model: 'gemini-4-argon' });
    expect(body).not.toContain('sig-');
    expect(body).not.toContain('"hm"');
    expect(body.split('skip_thought_signature_validator')).toHaveLength(2);
  });

  it('needs no stand-in before Gemini 3', () => {
    const { text: body } = render({ messages: talk, model: 'gemini-2.5-flash' });
    expect(body).not.toContain('thoughtSignature');
  });

  it('goes back whole where the provider ran a tool itself, and only to that model', () => {
    const part = { executableCode: { language: 'PYTHON', code: '1' }, thoughtSignature: 'sig-code' };
    const run = call('s1', { executor: 'provider', name: 'code_execution', providerData: data({ part }) });
    const talkOfTools = [ask, assistant(run, text('1')), ask];
    expect(contents(talkOfTools)).toMatchObject([{}, { parts: [part, { text: '1' }] }, {}]);
    expect(render({ messages: talkOfTools, model: 'gemini-4-argon' }).text).not.toContain('PYTHON');
  });

  it('goes back as pictures where it drew some; those of others are left out', () => {
    const drawn = assistant({ ...png, providerData: data({ thoughtSignature: 'sig-png' }) });
    expect(contents([ask, drawn, ask])).toMatchObject([
      {},
      { parts: [{ inlineData: { mimeType: 'image/png', data: 'aGk=' }, thoughtSignature: 'sig-png' }] },
      {},
    ]);
    const foreign = render({ messages: [ask, assistant(png), ask] });
    expect([foreign.body.contents, foreign.warnings]).toMatchObject([[{}, {}], ['unsupported-part']]);
  });
});

describe('calls of another provider', () => {
  const answer = assistant(
    call('toolu_1', { providerData: { 'anthropic.messages': { x: 'secret' } } }),
    call('c2'),
  );
  const talk = [ask, answer, results({ callId: 'toolu_1' }, { callId: 'c2' })];

  it('carry their id and, the first of them, the stand-in', () => {
    expect(contents(talk)).toMatchObject([
      {},
      {
        parts: [
          {
            functionCall: { name: 'f', id: 'toolu_1' },
            thoughtSignature: 'skip_thought_signature_validator',
          },
          { functionCall: { id: 'c2' } },
        ],
      },
      { parts: [{ functionResponse: { id: 'toolu_1' } }, { functionResponse: { id: 'c2' } }] },
    ]);
    expect(render({ messages: talk }).text).not.toContain('secret');
  });

  it('are answered first, also where an instruction stands between', () => {
    const found = contents([
      ask,
      answer,
      system('Now'),
      results({ callId: 'toolu_1' }, { callId: 'c2' }),
      ask,
    ]);
    expect(found).toMatchObject([
      {},
      {},
      { parts: [{ functionResponse: { response: { output: 'ok' } } }, { functionResponse: {} }] },
      { parts: [{ text: '<system>\nNow\n</system>' }] },
      { parts: [{ text: 'Hi' }] },
    ]);
  });

  it('carry no id to models before Gemini 3', () => {
    expect(render({ messages: talk, model: 'gemini-2.0-flash' }).text).not.toContain('"id"');
  });

  it('without a result get one, and results without a call are left out', () => {
    const lost = results({ callId: 'lost' });
    expect(contents([ask, answer, ask, lost, ask])).toMatchObject([
      {},
      {},
      {
        parts: [
          { functionResponse: { id: 'toolu_1', response: { error: expect.any(String) } } },
          { functionResponse: { id: 'c2' } },
        ],
      },
      { parts: [{ text: 'Hi' }] },
      { parts: [{ text: 'Hi' }] },
    ]);
  });
});

describe('results', () => {
  const response = (
    part: Partial<ToolResultPart>,
    change: Partial<ModelRequest> = {},
    codec = gemini,
  ): unknown => contents([ask, assistant(call('c1')), results(part)], change, codec);

  it.each(['failed', 'denied', 'retry', 'interrupted'] as const)('of status %s are errors', (status) => {
    expect(response({ status })).toMatchObject([
      {},
      {},
      { parts: [{ functionResponse: { response: { error: 'ok' } } }] },
    ]);
  });

  it('of one JSON value are that value', () => {
    expect(response({ content: [{ type: 'json', value: { a: [1] } }] })).toMatchObject([
      {},
      {},
      { parts: [{ functionResponse: { response: { output: { a: [1] } } } }] },
    ]);
  });

  it('hold images and documents themselves from Gemini 3 on', () => {
    const pdf = { ...png, mediaType: 'application/pdf' };
    expect(response({ content: [text('see'), png, pdf] })).toMatchObject([
      {},
      {},
      {
        parts: [
          {
            functionResponse: {
              response: { output: 'see' },
              parts: [
                { inlineData: { mimeType: 'image/png', data: 'aGk=' } },
                { inlineData: { mimeType: 'application/pdf' } },
              ],
            },
          },
        ],
      },
    ]);
  });

  it.each([
    ['a model before Gemini 3', png, { model: 'gemini-2.5-flash' }],
    ['audio', { ...png, mediaType: 'audio/wav' }, {}],
    ['a URL', { type: 'media' as const, mediaType: 'image/png', url: 'https://a.example/x.png' }, {}],
  ])('are followed by their media for %s', (_, media, change) => {
    const found = response({ content: [media] }, change) as { parts: object[] }[];
    expect(found).toHaveLength(4);
    expect(found[2]).toMatchObject({ parts: [{ functionResponse: {} }] });
    expect(found[3]?.parts.slice(1)).toMatchObject([
      'data' in media ? { inlineData: { data: 'aGk=' } } : { fileData: { fileUri: media.url } },
    ]);
  });

  it('hold addresses on Google Cloud', () => {
    const media = { type: 'media' as const, mediaType: 'image/png', url: 'gs://bucket/x.png' };
    expect(response({ content: [media] }, {}, cloud)).toMatchObject([
      {},
      {},
      { parts: [{ functionResponse: { parts: [{ fileData: { fileUri: 'gs://bucket/x.png' } }] } }] },
    ]);
  });
});

describe('media', () => {
  const part = (media: Partial<UserPart>, codec = gemini): unknown =>
    (contents([user({ ...png, ...media } as UserPart)], {}, codec) as { parts: unknown[] }[])[0]?.parts[0];

  it.each(['image/png', 'application/pdf', 'audio/mpeg', 'video/mp4', 'text/plain'])(
    '%s goes as bytes',
    (mediaType) => {
      expect(part({ mediaType })).toEqual({ inlineData: { mimeType: mediaType, data: 'aGk=' } });
    },
  );

  it('goes as an address, without a wildcard for its type', () => {
    const url = (address: string, mediaType: string): unknown =>
      part({ data: undefined, url: address, mediaType } as never);
    expect(url('https://a.example/cat.JPG?x=1', 'image/*')).toEqual({
      fileData: { fileUri: 'https://a.example/cat.JPG?x=1', mimeType: 'image/jpeg' },
    });
    expect(url('https://youtu.be/abc', 'video/*')).toEqual({ fileData: { fileUri: 'https://youtu.be/abc' } });
    expect(url('gs://b/x.pdf', 'application/pdf')).toEqual({
      fileData: { fileUri: 'gs://b/x.pdf', mimeType: 'application/pdf' },
    });
  });

  it('goes as an uploaded file by its id', () => {
    const file = (fileId: string): unknown =>
      part({ data: undefined, providerData: { 'google.generate-content': { fileId } } });
    const fileUri = 'https://generativelanguage.googleapis.com/v1beta/files/abc';
    expect([file('files/abc'), file(fileUri)]).toEqual(
      Array.from({ length: 2 }, () => ({ fileData: { fileUri, mimeType: 'image/png' } })),
    );
  });

  it('of a video keeps the section to look at', () => {
    const videoMetadata = { startOffset: '2s', endOffset: '10s' };
    const providerData = { 'google.generate-content': { videoMetadata } };
    expect(part({ mediaType: 'video/mp4', providerData })).toMatchObject({
      inlineData: {},
      videoMetadata,
    });
  });

  it.each(['image/tiff', 'application/x-unknown'])('%s is left out with a warning', (mediaType) => {
    const { text: body, warnings } = render({ messages: [user({ ...png, mediaType })] });
    expect(body).not.toContain('aGk=');
    expect(warnings).toEqual(['unsupported-part']);
  });

  it('is fetched by the API where it can', () => {
    const fetches = (url: string, codec = gemini): boolean | undefined =>
      codec.fetches?.({ type: 'media', mediaType: 'image/png', url });
    expect(
      [
        'https://www.youtube.com/watch?v=1',
        'https://generativelanguage.googleapis.com/v1beta/files/abc',
        'gs://bucket/file',
        'https://a.example/x.png',
        'https://evil.example/youtube.com/',
      ].map((url) => [fetches(url), fetches(url, cloud)]),
    ).toEqual([
      [true, true],
      [true, true],
      [true, true],
      [false, true],
      [false, true],
    ]);
  });
});

describe('an answer that stopped with CONTINUATION', () => {
  const paused = (token: string): Message =>
    ({
      ...(assistant(text('half'), {
        ...text(''),
        providerData: data({ continuationToken: token }),
      }) as object),
      finish: { unified: 'pause', raw: 'CONTINUATION' },
    }) as never;

  it('is asked for again by its last token, without what came of it', () => {
    const { body } = render({ messages: [ask, paused('t1'), paused('t2')] });
    expect(body).toEqual({ contents: [{ role: 'user', parts: [{ text: 'Hi' }] }], continuationToken: 't2' });
  });

  it('is a part of the conversation when it is over', () => {
    const { body } = render({ messages: [ask, paused('t1'), assistant(text('whole')), ask] });
    expect(body.contents).toMatchObject([
      {},
      { parts: [{ text: 'half' }] },
      { parts: [{ text: 'whole' }] },
      { role: 'user' },
    ]);
    expect(body).not.toHaveProperty('continuationToken');
  });
});

it('renders each message and tool once', () => {
  let reads = 0;
  const counted = {
    ...ask,
    get content() {
      reads++;
      return [text('counted')];
    },
  } as Message;
  for (let turn = 0; turn < 3; turn++) gemini.render(request({ messages: [counted, ask] }));
  expect(reads).toBe(1);
});

it('drops half of a surrogate pair', () => {
  expect(render({ messages: [user(text('cut \ud83d here'))] }).text).not.toContain('\\ud83d');
});
