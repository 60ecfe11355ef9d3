import * as z from 'zod';
import type { ToHost } from './messages.ts';

const id = z.int();
const pairs = z.array(z.tuple([z.string(), z.string()]));

const question = z.discriminatedUnion('what', [
  z.object({
    what: z.literal('fetch'),
    request: z.object({
      url: z.string(),
      method: z.string(),
      headers: pairs,
      body: z.string().optional(),
      redirect: z.enum(['follow', 'error', 'manual']),
    }),
  }),
  z.object({ what: z.literal('fs'), method: z.string(), args: z.array(z.string()) }),
]);

const toHost = z.discriminatedUnion('type', [
  z.object({ type: z.literal('answer'), id, value: z.unknown() }),
  z.object({
    type: z.literal('failure'),
    id,
    failure: z.object({ kind: z.enum(['retry', 'failure', 'error']), message: z.string() }),
  }),
  z.object({ type: z.literal('ask'), id, ask: question }),
  z.object({ type: z.literal('progress'), id, value: z.unknown() }),
  z.object({
    type: z.literal('log'),
    level: z.enum(['debug', 'info', 'warn', 'error']),
    message: z.string(),
  }),
]);

/** Whether what a child has sent is one of the messages that it may send. */
export function isToHost(message: unknown): message is ToHost {
  return toHost.safeParse(message).success;
}
