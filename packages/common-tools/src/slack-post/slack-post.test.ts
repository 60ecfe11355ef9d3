import { Agent } from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';
import { expect, it } from 'vitest';
import { slackPost } from '../index.ts';
import { callTool } from '../service/call-tool.test-util.ts';
import { serviceCases } from '../service/service-cases.test-util.ts';
import { standIn } from '../service/stand-in.test-util.ts';

const answer = { body: { ok: true, channel: 'C123', ts: '1503435956.000247', message: { text: 'Hi' } } };
const input = { channel: '#general', text: 'Hi <!channel> & all' };

serviceCases('slack_post', {
  make: slackPost,
  input,
  answer,
  malformed: { ok: true },
  variable: 'SLACK_BOT_TOKEN',
  repeatable: false,
});

it('posts as documented, without mentions', async () => {
  const { baseURL, requests } = await standIn(answer);
  const tool = slackPost({ baseURL, apiKey: 'xoxb-1', channel: 'C123' });
  expect(tool.inputSchema.properties).not.toHaveProperty('channel');
  const { value } = await callTool(tool, { text: input.text, thread_ts: '1.2' });
  expect(requests[0]).toMatchObject({
    path: '/api/chat.postMessage',
    headers: { authorization: 'Bearer xoxb-1' },
  });
  expect(requests[0]?.body).toEqual({
    channel: 'C123',
    text: 'Hi &lt;!channel&gt; &amp; all',
    thread_ts: '1.2',
    unfurl_links: false,
    unfurl_media: false,
    link_names: false,
  });
  expect(value).toEqual({ channel: 'C123', ts: '1503435956.000247' });
});

it('mentions when the developer allows it', async () => {
  const { baseURL, requests } = await standIn(answer);
  await callTool(slackPost({ baseURL, apiKey: 'k', mentions: true }), input);
  expect(requests[0]?.body).toMatchObject({ text: input.text });
});

it('posts to allowed channels only', async () => {
  const { baseURL, requests } = await standIn(answer);
  const tool = slackPost({ baseURL, apiKey: 'k', allowChannels: ['#releases', 'C123'] });
  expect((await callTool(tool, input)).seen).toContain('Messages may not go to #general. Allowed: #releases');
  expect(requests).toHaveLength(0);
  expect((await callTool(tool, { ...input, channel: 'C123' })).status).toBe('success');
});

it.each([
  ['channel_not_found', /did not post.*channel_not_found.*name of the channel/],
  ['invalid_auth', /does not accept the token.*SLACK_BOT_TOKEN/],
  ['ratelimited', /refuses more calls for now/],
])('tells of the refusal %s, which comes with status 200', async (error, told) => {
  const { baseURL } = await standIn({ body: { ok: false, error } });
  expect((await callTool(slackPost({ baseURL, apiKey: 'k' }), input)).error).toMatch(told);
});

it('waits for a person, unless the developer says otherwise', async () => {
  const { baseURL, requests } = await standIn(answer);
  const runWith = (approval?: boolean) => {
    const provider = scriptedProvider([{ calls: [{ name: 'slack_post', args: input }] }, 'Done.']);
    const tool = slackPost({ baseURL, apiKey: 'k', ...(approval !== undefined && { approval }) });
    return new Agent({ provider, model: 'scripted', tools: [tool] }).run('Post it');
  };
  expect((await runWith()).stopReason).toBe('approval');
  expect(requests).toHaveLength(0);
  expect((await runWith(false)).status).toBe('done');
  expect(requests).toHaveLength(1);
});
