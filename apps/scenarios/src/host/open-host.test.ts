import { Agent } from '@pegboard/core';
import { openai } from '@pegboard/provider-openai';
import { openaiChatWire } from '@pegboard/testing';
import { describe, expect, it } from 'vitest';
import { answer, say } from '../lib/answers.ts';
import { playOn } from '../play/play-on.ts';
import { openHost } from './open-host.ts';

const post = (url: string, body: unknown): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('openHost', () => {
  it('answers by its script and remembers what it read', async () => {
    await using host = await openHost(openaiChatWire);
    host.script(answer(say('Hi.')));
    const provider = openai({ baseURL: `${host.origin}/v1`, apiKey: 'k', api: 'chat' });
    expect((await new Agent({ provider, model: 'gpt-6-astra' }).run('Hello')).text).toBe('Hi.');
    expect(host.seen).toMatchObject([{ facts: { messages: [{ text: 'Hello' }] }, answered: true }]);
    expect(host.left).toBe(0);
  });

  it('refuses what the API would refuse, and shows the request', async () => {
    await using host = await openHost(openaiChatWire);
    const messages = [{ role: 'tool', content: 'lost', tool_call_id: 'c1' }];
    const response = await post(`${host.origin}/v1/chat/completions`, { model: 'm', messages });
    expect(response.status).toBe(400);
    const failed = playOn([host], async () => expect.fail('the reply was an error'));
    await expect(failed).rejects.toThrow(/openai\.chat refused request 1: .*\n[^]*"content": "lost"/);
  });

  it('refuses what the script has no answer for', async () => {
    await using host = await openHost(openaiChatWire);
    const messages = [{ role: 'user', content: 'Hello' }];
    expect((await post(`${host.origin}/v1/chat/completions`, { model: 'm', messages })).status).toBe(400);
    expect(host.problems).toHaveLength(1);
  });

  it('has a script that must be played to its end', async () => {
    await using host = await openHost(openaiChatWire);
    host.script(answer(say('Nobody asks.')));
    await expect(playOn([host], async () => {})).rejects.toThrow(
      '1 answers of the script were never asked for',
    );
  });
});
