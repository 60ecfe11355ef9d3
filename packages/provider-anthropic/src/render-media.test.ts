import type { JsonObject, Message } from '@pegboard/core/provider';
import { describe, expect, it } from 'vitest';
import { sent } from './sent.test-util.ts';

describe('media', () => {
  const ask = async (
    ...content: Extract<Message, { role: 'user' }>['content']
  ): Promise<{ blocks: JsonObject[]; warned: readonly string[] }> => {
    const { body, warned } = await sent({ messages: [{ id: 'm', role: 'user', content }] });
    return { blocks: (body.messages as { content: JsonObject[] }[])[0]?.content ?? [], warned };
  };
  const ours = (data: JsonObject) => ({ providerData: { 'anthropic.messages': data } });

  it('goes as data, address or file that was uploaded before', async () => {
    const pdf = 'application/pdf';
    const { blocks, warned } = await ask(
      { type: 'media', mediaType: 'image/*', url: 'https://example.com/a.png' },
      { type: 'media', mediaType: 'image/jpg', data: 'AAAA' },
      { type: 'media', mediaType: pdf, url: 'https://example.com/a.pdf', filename: 'a.pdf' },
      { type: 'media', mediaType: pdf, data: 'AAAA', ...ours({ citations: true, context: 'Old' }) },
      { type: 'media', mediaType: 'text/markdown', data: btoa('# Hi') },
      { type: 'media', mediaType: 'image/png', ...ours({ fileId: 'file_1' }) },
      { type: 'media', mediaType: pdf, ...ours({ fileId: 'file_2' }) },
      { type: 'media', mediaType: 'text/csv', ...ours({ fileId: 'file_3', upload: 'container' }) },
    );
    expect(blocks).toEqual([
      { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
      { type: 'image', source: { type: 'base64', media_type: 'image/jpeg', data: 'AAAA' } },
      { type: 'document', source: { type: 'url', url: 'https://example.com/a.pdf' }, title: 'a.pdf' },
      {
        type: 'document',
        source: { type: 'base64', media_type: pdf, data: 'AAAA' },
        context: 'Old',
        citations: { enabled: true },
      },
      { type: 'document', source: { type: 'text', media_type: 'text/plain', data: '# Hi' } },
      { type: 'image', source: { type: 'file', file_id: 'file_1' } },
      { type: 'document', source: { type: 'file', file_id: 'file_2' } },
      { type: 'container_upload', file_id: 'file_3' },
    ]);
    expect(warned).toEqual([]);
  });

  it('that the API cannot take becomes a line of text and a warning', async () => {
    const { blocks, warned } = await ask({ type: 'media', mediaType: 'audio/wav', data: 'AAAA' });
    expect(blocks[0]).toMatchObject({ type: 'text', text: expect.stringContaining('audio/wav') as string });
    expect(warned).toEqual(['unsupported-part audio/wav']);
  });

  it('that the API cannot fetch is fetched for it', async () => {
    const message: Message = {
      id: 'm',
      role: 'user',
      content: [{ type: 'media', mediaType: 'text/plain', url: 'https://example.com/a.txt' }],
    };
    const resolveMedia = async () => ({ mediaType: 'text/plain', data: btoa('fetched') });
    expect((await sent({ messages: [message], resolveMedia })).text).toContain('"data":"fetched"');
  });

  it('blocks that only this API has go along with a text for others', async () => {
    const block = {
      type: 'search_result',
      source: 'https://example.com',
      title: 'T',
      content: [{ type: 'text', text: 'x' }],
    };
    expect((await ask({ type: 'text', text: 'T: x', ...ours({ block }) })).blocks).toEqual([block]);
  });
});
