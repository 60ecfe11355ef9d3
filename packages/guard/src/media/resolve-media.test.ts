import { describe, expect, it } from 'vitest';
import { type MediaOptions, resolveMedia } from '@pegboard/guard';
import { listen } from '../loopback.test-helper.ts';

const png = Buffer.from('\x89PNG\r\n\x1a\n____', 'latin1');
const jpeg = Buffer.from('\xff\xd8\xff\xe0____', 'latin1');
const pdf = Buffer.from('%PDF-1.7 ____');
const html = Buffer.from('<html>not an image</html>');
const webp = Buffer.from('RIFF____WEBPVP8 ');
const mp3 = Buffer.from('ID3______');
const signal = new AbortController().signal;

async function fetchAs(type: string | undefined, body: Buffer, options: MediaOptions = {}): Promise<unknown> {
  const { url, allow, idle } = await listen((_request, response) =>
    response.writeHead(200, type === undefined ? {} : { 'content-type': type }).end(body),
  );
  const media = await resolveMedia({ allow, ...options })(url, { signal });
  await idle();
  expect(Buffer.from(media.data, 'base64')).toEqual(body);
  return media.mediaType;
}

it.each([
  ['image/png', png, 'image/png'],
  ['IMAGE/PNG; charset=binary', png, 'image/png'],
  ['image/png', jpeg, 'image/jpeg'],
  ['image/jpg', jpeg, 'image/jpeg'],
  ['image/webp', webp, 'image/webp'],
  ['application/pdf', pdf, 'application/pdf'],
  ['application/octet-stream', pdf, 'application/pdf'],
  ['audio/mp3', mp3, 'audio/mpeg'],
  [undefined, png, 'image/png'],
  ['nonsense', png, 'image/png'],
  ['image/svg+xml', html, 'image/svg+xml'],
])('%s with bytes that fit is taken', async (type, body, mediaType) => {
  expect(await fetchAs(type, body)).toBe(mediaType);
});

it.each([
  ['a page', 'text/html', html],
  ['a page that is called an image', 'image/png', html],
  ['an image that is called a page', 'text/html', png],
  ['a document that is called an image', 'image/png', pdf],
  ['an image that is called a document', 'application/pdf', png],
  ['bytes without a type', undefined, html],
  ['bytes of any type', 'application/octet-stream', html],
  ['nothing', 'image/png', Buffer.alloc(0)],
])('%s is refused', async (_, type, body) => {
  await expect(fetchAs(type, body)).rejects.toMatchObject({
    name: 'PegboardError',
    code: 'invalid-response',
  });
});

describe('options', () => {
  it('accept narrows the types', async () => {
    expect(await fetchAs('image/png', png, { accept: ['image/png'] })).toBe('image/png');
    await expect(fetchAs('image/png', jpeg, { accept: ['image/png'] })).rejects.toThrow(
      'It is image/jpeg; taken is image/png.',
    );
    expect(await fetchAs('text/html', html, { accept: ['text/*'] })).toBe('text/html');
    expect(() => resolveMedia({ accept: ['png'] })).toThrow(expect.objectContaining({ name: 'ConfigError' }));
  });

  it('a file that is too long is refused', async () => {
    await expect(fetchAs('image/png', png, { maxBytes: 5 })).rejects.toMatchObject({
      code: 'invalid-response',
    });
  });
});

it('an error page is refused with its status, and its connection closed', async () => {
  const { url, allow, idle } = await listen((_request, response) =>
    response.writeHead(404, { 'content-type': 'image/png' }).write(png),
  );
  await expect(resolveMedia({ allow })(`${url}/hush`, { signal })).rejects.toThrow(
    `The media at ${url} cannot be used. It answered with status 404. Use the address of the file itself.`,
  );
  await idle();
});

it('is guarded, and stops with its signal', async () => {
  await expect(resolveMedia()('http://169.254.169.254/a.png', { signal })).rejects.toMatchObject({
    code: 'permission',
  });
  const controller = new AbortController();
  const { url, allow, idle } = await listen(() => controller.abort('enough'));
  await expect(resolveMedia({ allow })(url, { signal: controller.signal })).rejects.toBe('enough');
  await idle();
});
