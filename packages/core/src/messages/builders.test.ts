import { describe, expect, it } from 'vitest';
import {
  Agent,
  assistantMessage,
  ConfigError,
  image,
  systemMessage,
  text,
  textOf,
  toolMessage,
  userMessage,
} from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';

describe('message builders', () => {
  it('make plain messages with ids of their own', () => {
    const messages = [
      userMessage('a'),
      userMessage([text('a')]),
      assistantMessage('a'),
      systemMessage('a'),
      toolMessage([]),
    ];
    expect(new Set(messages.map(({ id }) => id)).size).toBe(5);
    for (const { id } of messages) expect(id).toMatch(/^msg_[0-9a-f]{24}$/);
    expect(messages.map(textOf)).toEqual(['a', 'a', 'a', 'a', '']);
    expect(JSON.parse(JSON.stringify(messages))).toEqual(messages);
  });

  it('textOf joins text and leaves the rest', () => {
    expect(textOf(assistantMessage([text('a'), { type: 'reasoning', text: 'hm' }, text('b')]))).toBe('ab');
  });
});

describe('image', () => {
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 0]);
  it.each([
    ['PNG', png, 'image/png'],
    ['JPEG', new Uint8Array([0xff, 0xd8, 0xff, 0xe0]), 'image/jpeg'],
    ['GIF', new TextEncoder().encode('GIF89a'), 'image/gif'],
    ['WebP', new TextEncoder().encode('RIFF\0\0\0\0WEBPVP8 '), 'image/webp'],
  ])('knows %s by its first bytes', (_, bytes, mediaType) => {
    expect(image(bytes)).toEqual({ type: 'media', mediaType, data: Buffer.from(bytes).toString('base64') });
  });

  it('takes other bytes with their type, and refuses them without', () => {
    expect(image(new Uint8Array([1]), { mediaType: 'image/avif' })).toEqual({
      type: 'media',
      mediaType: 'image/avif',
      data: 'AQ==',
    });
    expect(() => image(new Uint8Array([1]))).toThrow(ConfigError);
  });

  it('encodes a megabyte', () => {
    const bytes = new Uint8Array(1_000_003);
    bytes.set(png);
    expect(image(bytes).data).toBe(Buffer.from(bytes).toString('base64'));
  });

  it('takes addresses, also with the data in them', () => {
    expect(image('https://example.com/a.png')).toEqual({
      type: 'media',
      mediaType: 'image/*',
      url: 'https://example.com/a.png',
    });
    expect(image(new URL('https://example.com/'), { mediaType: 'image/png' })).toMatchObject({
      mediaType: 'image/png',
    });
    expect(image('data:image/png;base64,AQ==')).toEqual({
      type: 'media',
      mediaType: 'image/png',
      data: 'AQ==',
    });
  });
});

const run = (input: unknown): Promise<unknown> =>
  new Agent({ provider: scriptedProvider(['done']), model: 'm' }).run(input as string);

describe('the input of a run', () => {
  it.each([
    ['text', 'Hi'],
    ['parts', [text('Hi'), image('https://example.com/a.png')]],
    ['messages', [systemMessage('s'), userMessage('Hi')]],
  ])('may be %s', async (_, input) => expect(await run(input)).toMatchObject({ status: 'done' }));

  const cyclic: unknown[] = [];
  cyclic.push(cyclic);
  it.each([
    ['a number', 3],
    ['a BigInt', 3n],
    ['nothing', undefined],
    ['null', null],
    ['an empty array', []],
    ['texts', ['a', 'b']],
    ['null in an array', [null]],
    ['undefined in an array', [undefined]],
    ['undefined among messages', [userMessage('a'), undefined]],
    ['a part among messages', [userMessage('a'), text('b')]],
    ['a message without id', [{ role: 'user', content: [] }]],
    ['a message with text for content', [{ id: 'a', role: 'user', content: 'Hi' }]],
    ['a strange role', [{ id: 'a', role: 'developer', content: [] }]],
    ['a strange part', [{ type: 'image' }]],
    ['a cycle', cyclic],
  ])('may not be %s', async (_, input) => {
    await expect(run(input)).rejects.toMatchObject({ name: 'ConfigError', code: 'invalid-input' });
  });
});
