import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Agent } from '@pegboard/core';
import { exampleInput } from '@pegboard/core/tools';
import { scriptedProvider } from '@pegboard/testing';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { expect, it, onTestFinished } from 'vitest';
import { sendEmail } from '../index.ts';
import { callTool } from '../service/call-tool.test-util.ts';
import { loadPeer } from '../service/load-peer.ts';

interface Mails {
  readonly url: string;
  readonly received: { from: string; to: string[]; text: string }[];
}

/** A real SMTP server on 127.0.0.1. */
async function mailServer(options: SMTPServerOptions = {}): Promise<Mails> {
  const received: Mails['received'] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    logger: false,
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        received.push({
          from,
          to: envelope.rcptTo.map(({ address }) => address),
          text: Buffer.concat(chunks).toString(),
        });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  onTestFinished(() => new Promise<void>((resolve) => server.close(resolve)));
  // A TCP server has an address with a port.
  const { port } = server.server.address() as AddressInfo;
  return { url: `127.0.0.1:${port}`, received };
}

const mail = { to: ['ana@example.com'], subject: 'Minutes', text: 'Dear Ana,\nhere they are.' };
const from = 'Bot <bot@example.com>';

it('sends a mail as plain text', async () => {
  const { url, received } = await mailServer();
  const tool = sendEmail({ baseURL: `smtp://${url}`, from });
  expect(tool.inputSchema.examples).toEqual([await exampleInput(tool)]);
  const { status, value } = await callTool(tool, {
    ...mail,
    cc: ['bo@example.com'],
    reply_to: 'me@example.com',
  });
  expect(status).toBe('success');
  expect(value).toMatchObject({ accepted: ['ana@example.com', 'bo@example.com'], rejected: [] });
  expect(received).toHaveLength(1);
  expect(received[0]).toMatchObject({ from: 'bot@example.com', to: ['ana@example.com', 'bo@example.com'] });
  expect(received[0]?.text).toMatch(/Reply-To: me@example.com[\s\S]*Subject: Minutes[\s\S]*here they are\./);
});

it('takes the server from SMTP_URL, and names the variable when there is none', async () => {
  const { url, received } = await mailServer();
  await callTool(sendEmail({ env: { SMTP_URL: `smtp://${url}` }, from, to: ['ana@example.com'] }), {
    subject: 'Hi',
    text: 'Ho',
  });
  expect(received[0]?.to).toEqual(['ana@example.com']);
  expect(() => sendEmail({ env: {}, from })).toThrow(/SMTP_URL/);
  expect(() => sendEmail({ baseURL: 'https://mail.example.com', from })).toThrow(/baseURL/);
  expect(() => sendEmail({ baseURL: `smtp://${url}` } as never)).toThrow(/from/);
});

it('writes to allowed addresses only, in one line of subject', async () => {
  const { url, received } = await mailServer();
  const tool = sendEmail({ baseURL: `smtp://${url}`, from, allowTo: ['*@example.com', 'one@other.example'] });
  const closed = await callTool(tool, { ...mail, to: ['ana@example.com'], cc: ['x@evil.example'] });
  expect(closed.seen).toContain('Mail may not go to x@evil.example');
  expect((await callTool(tool, { ...mail, to: ['x@notexample.com'] })).status).not.toBe('success');
  expect((await callTool(tool, { ...mail, subject: 'Hi\r\nBcc: x@evil.example' })).status).not.toBe(
    'success',
  );
  expect(received).toHaveLength(0);
  expect((await callTool(tool, { ...mail, to: ['ANA@EXAMPLE.COM', 'one@other.example'] })).status).toBe(
    'success',
  );
});

it.each(['*', 'example.com', '*.example.com', '@example.com', 'a@*'])(
  'refuses an entry of allowTo that no address fits: %s',
  (entry) => {
    const make = () => sendEmail({ baseURL: 'smtp://127.0.0.1', from, allowTo: [entry] });
    expect(make).toThrow(/allowTo.0 of sendEmail will not do. must be an address/);
  },
);

it.each(['me', 'me@example.com\r\nBcc: x@evil.example', 'Me <me>', 'a@example.com, b@example.com'])(
  'refuses a sender that is no address: %j',
  (sender) => {
    expect(() => sendEmail({ baseURL: 'smtp://127.0.0.1', from: sender })).toThrow(/from of sendEmail/);
  },
);

it('does not send a password in plain text, unless it may', async () => {
  const seen: string[] = [];
  const { url, received } = await mailServer({
    onAuth({ username = '', password }, _session, done) {
      seen.push(`${username}:${password}`);
      if (password === 's3cret word') done(null, { user: username });
      else done(new Error('Invalid login'));
    },
  });
  const baseURL = `smtp://bot:s3cret%20word@${url}`;
  const refused = await callTool(sendEmail({ baseURL, from }), mail);
  expect(refused.error).toMatch(/offers no encryption/);
  expect(seen).toEqual([]);
  expect((await callTool(sendEmail({ baseURL, from, allowPlain: true }), mail)).status).toBe('success');
  expect(received).toHaveLength(1);
  const wrong = await callTool(
    sendEmail({ baseURL: `smtp://bot:guessed@${url}`, from, allowPlain: true }),
    mail,
  );
  expect(wrong.error).toMatch(/does not accept name and password/);
  expect(wrong.seen).not.toMatch(/guessed|s3cret/);
});

it.each([
  [550, /refused the addresses/],
  [450, /refuses the mail for now.*Try again later/],
])('tells of a recipient that is refused with %i', async (responseCode, told) => {
  const { url } = await mailServer({
    onRcptTo: (_address, _session, done) => done(Object.assign(new Error('No'), { responseCode })),
  });
  expect((await callTool(sendEmail({ baseURL: `smtp://${url}`, from }), mail)).error).toMatch(told);
});

it('fails on a server that is silent or away, and never sends twice', async () => {
  let connections = 0;
  const { url } = await mailServer({ onConnect: () => void connections++ });
  const tool = sendEmail({ baseURL: `smtp://${url}`, from, timeoutMs: 150 });
  expect((await callTool(tool, mail)).error).toMatch(/did not answer in time|could not be reached/);
  expect(connections).toBe(1);
  expect((await callTool(sendEmail({ baseURL: 'smtp://127.0.0.1:1', from }), mail)).error).toMatch(
    /could not be reached/,
  );
});

it('waits for a person, unless the developer says otherwise', async () => {
  const { url, received } = await mailServer();
  const provider = scriptedProvider([{ calls: [{ name: 'send_email', args: mail }] }]);
  const agent = new Agent({
    provider,
    model: 'scripted',
    tools: [sendEmail({ baseURL: `smtp://${url}`, from })],
  });
  expect((await agent.run('Send it')).stopReason).toBe('approval');
  expect(received).toHaveLength(0);
});

it('says how to install what is missing', async () => {
  const missing = 'pegboard-is-not-a-package';
  await expect(loadPeer('nodemailer', 'send_email', () => import(missing))).rejects.toThrow(
    /npm install nodemailer/,
  );
});
