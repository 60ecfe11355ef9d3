import { PegboardError } from '@pegboard/core';
import * as z from 'zod';
import { limited } from '../service/service-error.ts';
import { serviceTool } from '../service/service-tool.ts';

/** What we read of `chat.postMessage`. Source: https://docs.slack.dev/reference/methods/chat.postMessage, checked 2026-11-21. */
const answer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), channel: z.string(), ts: z.string() }),
  z.object({ ok: z.literal(false), error: z.string() }),
]);

const keyProblems: ReadonlySet<string> = new Set([
  'invalid_auth',
  'not_authed',
  'token_revoked',
  'token_expired',
  'account_inactive',
]);

/** Posts to a Slack channel as a bot. Needs a token (`SLACK_BOT_TOKEN`) with the scope chat:write; a person must approve unless `approval: false`. */
export const slackPost = serviceTool({
  name: 'slack_post',
  factory: 'slackPost',
  title: 'Slack',
  description:
    'Posts a message to a Slack channel, or into a thread of it. Other people read it at once and it cannot be taken back: post only what the user asked for, once. Write plain text; *bold*, _italic_, `code` and line breaks work, links are written out. Mentions such as @channel are not sent as mentions.',
  baseURL: 'https://slack.com',
  key: { variable: 'SLACK_BOT_TOKEN', header: 'authorization', prefix: 'Bearer ' },
  input: z
    .object({
      channel: z.string().trim().min(1).max(100).describe('Name with #, or id, of the channel.'),
      text: z.string().trim().min(1).max(4_000).describe('The message.'),
      thread_ts: z
        .string()
        .regex(/^\d+\.\d+$/)
        .optional()
        .describe('To answer in a thread: the `ts` of its first message.'),
    })
    .meta({ examples: [{ channel: '#releases', text: 'Version 2.1 is out.' }] }),
  output: z.object({
    channel: z.string().describe('Id of the channel.'),
    ts: z.string().describe('Id of the message, to answer in its thread.'),
  }),
  settings: z.object({
    mentions: z
      .boolean()
      .default(false)
      .describe('Lets the model mention people, groups and whole channels.'),
    allowChannels: z
      .array(z.string().trim().min(1))
      .optional()
      .describe(
        'The only channels to post to, as the model is to name them: #releases, C0123. Default: all.',
      ),
  }),
  tags: ['outward'],
  approval: 'It posts a message that others read.',
  check: ({ channel }, { allowChannels }) =>
    !allowChannels || allowChannels.includes(channel)
      ? undefined
      : `Messages may not go to ${channel}. Allowed: ${allowChannels.join(', ')}.`,
  effects: ({ channel }) => ({ writes: [`slack:${channel}`] }),
  execute: async ({ channel, text, thread_ts }, { service, settings }) => {
    const given = await service.json(answer, {
      path: '/api/chat.postMessage',
      json: {
        channel,
        text: settings.mentions ? text : withoutMentions(text),
        thread_ts,
        // A preview would make Slack fetch addresses that the model wrote.
        unfurl_links: false,
        unfurl_media: false,
        link_names: false,
      },
    });
    if (!given.ok) throw postProblem(given.error);
    return { channel: given.channel, ts: given.ts };
  },
});

/** As Slack's own rules of escaping have it: `<!channel>` is then text. */
function withoutMentions(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Refusals come with status 200 and a word. */
function postProblem(error: string): PegboardError {
  if (error === 'ratelimited' || error === 'rate_limited')
    return limited({ title: 'Slack' }, error, 'Try again later');
  const isKey = keyProblems.has(error);
  return new PegboardError({
    code: isKey ? 'authentication' : 'invalid-request',
    what: isKey ? 'Slack does not accept the token' : 'Slack did not post the message',
    evidence: `It says ${error.slice(0, 100)}`,
    fix: isKey ? 'The token in SLACK_BOT_TOKEN must be valid; tell the user' : fixes[error],
  });
}

const fixes: Readonly<Record<string, string>> = {
  channel_not_found: 'Check the name of the channel; the bot sees private ones only when it was invited',
  not_in_channel: 'The user must invite the bot to the channel',
  is_archived: 'The channel is archived: choose another',
  msg_too_long: 'Write a shorter message',
  missing_scope: 'The token needs the scope chat:write; tell the user',
};
