import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Recording, replayWire } from '@pegboard/testing';
import { describe, expect, it } from 'vitest';

const recording: Recording = {
  schema: 1,
  provider: 'somebody',
  api: 'chat-completions',
  name: 'two turns',
  steps: [
    {
      request: { method: 'POST', path: '/v1/chat?alt=sse', body: { messages: [{ role: 'user' }], n: 1 } },
      response: {
        status: 200,
        headers: { 'content-type': 'text/event-stream' },
        sse: 'data: "ä 🙂"\r\n\r\ndata: [DONE]\n\n',
      },
    },
    {
      request: { method: 'POST', path: '/v1/chat', body: { messages: [] } },
      response: { status: 429, headers: { 'content-type': 'application/json' }, body: { error: 'slow' } },
    },
    { request: { method: 'GET', path: '/v1/file' }, response: { status: 200, base64: 'AAEC/w==' } },
    { request: { method: 'GET', path: '/v1/page' }, response: { status: 404, text: 'nothing here' } },
  ],
};

const post = (url: string, body: unknown): Promise<Response> =>
  fetch(url, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

const facts = (body: unknown): unknown =>
  (body as { messages: { role: string }[] }).messages.map(({ role }) => role);

describe('replayWire', () => {
  it.each(['whole', 1, 'utf8', { seed: 3, max: 4 }] as const)(
    'plays event streams, JSON, bytes and text in order, cut %j',
    async (chunking) => {
      await using replay = await replayWire(recording, { chunking });
      const stream = await post(`${replay.baseURL}/v1/chat?alt=sse`, { messages: [] });
      expect(stream.headers.get('content-type')).toBe('text/event-stream');
      expect(await stream.text()).toBe('data: "ä 🙂"\r\n\r\ndata: [DONE]\n\n');
      const refused = await post(`${replay.baseURL}/v1/chat`, {});
      expect([refused.status, await refused.json()]).toEqual([429, { error: 'slow' }]);
      const file = await fetch(`${replay.baseURL}/v1/file`);
      expect([...new Uint8Array(await file.arrayBuffer())]).toEqual([0, 1, 2, 255]);
      expect(await (await fetch(`${replay.baseURL}/v1/page`)).text()).toBe('nothing here');
      expect(replay.requests.map(({ method, url }) => `${method} ${url}`)).toHaveLength(4);
      expect(replay.requests[0]?.body).toEqual({ messages: [] });
      replay.verify();
    },
  );

  it('names requests that are not the next step and steps that were never asked for', async () => {
    await using replay = await replayWire(recording);
    const answer = await post(`${replay.baseURL}/v1/other`, {});
    expect(answer.status).toBe(599);
    expect(replay.problems).toEqual([
      'Request 1: it is POST /v1/other, the recording has POST /v1/chat?alt=sse',
    ]);
    expect(replay.remaining).toHaveLength(4);
    expect(() => replay.verify()).toThrow(
      /two turns differs[^]*POST \/v1\/other[^]*Never asked for: GET \/v1\/page/,
    );
  });

  it('compares the facts that it is told to compare', async () => {
    await using replay = await replayWire(recording, { facts });
    await post(`${replay.baseURL}/v1/chat?alt=sse`, { messages: [{ role: 'system' }] });
    expect(replay.problems[0]).toContain('its facts are ["system"], the recording has ["user"]');
    await (
      await post(`${replay.baseURL}/v1/chat?alt=sse`, { messages: [{ role: 'user', name: 'x' }] })
    ).text();
    expect(replay.remaining).toHaveLength(3);
  });

  it('reads a file, and says when it is no recording', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'replay-'));
    await writeFile(join(folder, 'good.json'), JSON.stringify(recording));
    await writeFile(join(folder, 'bad.json'), '{"steps":[]}');
    await using replay = await replayWire(join(folder, 'good.json'));
    expect(replay.remaining).toHaveLength(4);
    await expect(replayWire(join(folder, 'bad.json'))).rejects.toThrow('The file is no recording');
    await rm(folder, { recursive: true });
  });
});
