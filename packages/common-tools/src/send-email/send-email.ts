import * as z from 'zod';
import { serviceTool } from '../service/service-tool.ts';
import { sendMail } from './send-mail.ts';

const addresses = z.array(z.email()).max(20);

/** Of developers, who may have addresses such as app@localhost. */
const sender = /^(?:[^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/;
const allowed = /^(?:\*|[^\s*@]+)@[^\s*@]+$/;

/**
 * Sends e-mail by an SMTP server (`SMTP_URL` or `baseURL`, such as `smtps://name:password@mail.example.com`), with the package nodemailer.
 * A person must approve unless `approval: false`.
 */
export const sendEmail = serviceTool({
  name: 'send_email',
  factory: 'sendEmail',
  title: 'The mail server',
  description:
    "Sends an e-mail as plain text from the user's own address. It goes out at once and cannot be taken back: write to the people whom the user named and nobody else, and send it once. Give a subject that says what it is about, and the whole text with greeting and name; no HTML, no attachments.",
  baseVariable: 'SMTP_URL',
  protocol: /^smtps?$/,
  input: z
    .object({
      to: addresses.min(1).describe('Addresses to write to.'),
      cc: addresses.optional().describe('Addresses that get a copy, for all to see.'),
      reply_to: z.email().optional().describe('Where answers go, in place of the sender.'),
      subject: z
        .string()
        .trim()
        .min(1)
        .max(250)
        .regex(/^[^\r\n]*$/, 'must be one line')
        .describe('One line.'),
      text: z.string().trim().min(1).max(50_000).describe('The whole text.'),
    })
    .meta({
      examples: [
        { to: ['ana@example.com'], subject: 'Minutes of today', text: 'Dear Ana,\n\nhere they are …' },
      ],
    }),
  output: z.object({
    message_id: z.string(),
    accepted: z.array(z.string()).describe('Addresses that the server took it for.'),
    rejected: z.array(z.string()).describe('Addresses that it refused; the mail went to the others.'),
  }),
  settings: z.object({
    from: z
      .string()
      .regex(sender, 'must be an address, or a name and an address in angle brackets')
      .describe('The sender: an address, or a name and an address in angle brackets.'),
    allowTo: z
      .array(z.string().regex(allowed, 'must be an address, or *@ and a domain'))
      .optional()
      .describe('The only addresses to write to: ana@example.com, *@example.com. Default: all.'),
    allowPlain: z
      .boolean()
      .default(false)
      .describe('Sends the password also where the server offers no encryption.'),
  }),
  tags: ['outward'],
  approval: 'It sends an e-mail.',
  effects: { writes: ['email'] },
  check: ({ to, cc = [], reply_to }, { allowTo }) => {
    if (!allowTo) return undefined;
    const closed = [...to, ...cc, ...(reply_to === undefined ? [] : [reply_to])].filter(
      (address) => !allowTo.some((rule) => fits(address, rule)),
    );
    return closed.length === 0
      ? undefined
      : `Mail may not go to ${closed.join(', ')}. Allowed: ${allowTo.join(', ')}.`;
  },
  execute: (mail, { address, settings, timeoutMs, ctx }) => {
    ctx.signal.throwIfAborted();
    return sendMail({ ...mail, key: ctx.idempotencyKey }, { address, timeoutMs, ...settings });
  },
});

function fits(address: string, rule: string): boolean {
  const [known, asked] = [rule.toLowerCase(), address.toLowerCase()];
  return known.startsWith('*@') ? asked.endsWith(known.slice(1)) : asked === known;
}
