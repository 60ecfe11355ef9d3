import { createHash } from 'node:crypto';
import { type ErrorText, PegboardError } from '@pegboard/core';
import { loadPeer } from '../service/load-peer.ts';

export interface Mail {
  readonly to: readonly string[];
  readonly cc?: readonly string[] | undefined;
  readonly reply_to?: string | undefined;
  readonly subject: string;
  readonly text: string;
  /** The same when the same mail is sent again. */
  readonly key: string;
}

export interface MailServer {
  /** `smtp:` or `smtps:`, with name and password. */
  readonly address: string;
  readonly from: string;
  readonly timeoutMs: number;
  readonly allowPlain: boolean;
}

export interface Sent {
  readonly message_id: string;
  readonly accepted: string[];
  readonly rejected: string[];
}

/** Rejects with a `PegboardError` that holds neither name nor password. */
export async function sendMail(mail: Mail, server: MailServer): Promise<Sent> {
  const { createTransport } = await loadPeer('nodemailer', 'send_email', () => import('nodemailer'));
  const transport = createTransport(transportOptions(server));
  const { hostname } = new URL(server.address);
  try {
    const sent = await transport.sendMail({
      from: server.from,
      to: [...mail.to],
      ...(mail.cc && { cc: [...mail.cc] }),
      ...(mail.reply_to !== undefined && { replyTo: mail.reply_to }),
      subject: mail.subject,
      text: mail.text,
      messageId: `<${createHash('sha256').update(mail.key).digest('hex').slice(0, 32)}@pegboard>`,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return {
      message_id: sent.messageId,
      accepted: sent.accepted.map(String),
      rejected: sent.rejected.map(String),
    };
  } catch (error) {
    throw toMailError(error, hostname);
  } finally {
    transport.close();
  }
}

function transportOptions({ address, timeoutMs, allowPlain }: MailServer) {
  const { protocol, hostname, port, username, password } = new URL(address);
  const secure = protocol === 'smtps:';
  const auth = { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    // Else a server, or somebody on the way, could have the password in plain text by not offering encryption.
    requireTLS: username !== '' && !secure && !allowPlain,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    ...(username !== '' && { auth }),
  };
}

/** Codes of nodemailer. Source: its file lib/errors.js, checked 2026-11-21 in 10.6.0. */
const codes: Readonly<Record<string, readonly [ErrorText['code'], string, string]>> = {
  EAUTH: [
    'authentication',
    'does not accept name and password',
    'SMTP_URL must hold valid ones; tell the user',
  ],
  EENVELOPE: ['invalid-request', 'refused the addresses', 'Check the addresses'],
  EMESSAGE: ['invalid-request', 'refused the mail', 'Change the mail'],
  ETLS: [
    'network',
    'offers no encryption',
    'Tell the user: the server must offer STARTTLS, or the address be smtps:',
  ],
  ETIMEDOUT: ['timeout', 'did not answer in time', 'Try again later'],
};

function toMailError(error: unknown, host: string): PegboardError {
  const { code, responseCode } = Object(error) as {
    readonly code?: unknown;
    readonly responseCode?: unknown;
  };
  const status = typeof responseCode === 'number' ? responseCode : 0;
  const evidence = [host, typeof code === 'string' ? code : '', status || ''].filter(Boolean).join(' ');
  if (status >= 400 && status < 500)
    return new PegboardError({
      code: 'rate-limit',
      what: 'The mail server refuses the mail for now',
      evidence,
      fix: 'Try again later',
    });
  const [known, what, fix] = (typeof code === 'string' ? codes[code] : undefined) ?? [
    'network',
    'could not be reached, or broke off',
    'Try again later, and only if it is certain that nothing was sent',
  ];
  // No cause: the errors of nodemailer quote what was sent.
  return new PegboardError({ code: known, what: `The mail server ${what}`, evidence, fix });
}
