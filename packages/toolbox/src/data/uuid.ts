import { defineTool, type Tool } from '@pegboard/core';
import { checkOptionKinds } from '@pegboard/core/tools';
import * as z from 'zod';

export interface UuidOptions {
  /** Random bytes. Default: those of the machine's secure generator. */
  readonly bytes?: (count: number) => Uint8Array;
  /** Milliseconds since 1970, for version 7. Default: the clock of the machine. */
  readonly now?: () => number | Date;
}

const input = () =>
  z
    .object({
      version: z.enum(['4', '7']).default('4').describe('4: all random. 7: sorts by the time it was made.'),
      count: z.int().min(1).max(100).default(1).describe('How many.'),
    })
    .meta({ examples: [{ version: '7', count: 2 }] });

const output = () => z.object({ uuids: z.array(z.string()) });

/** `uuid`: identifiers by RFC 9562. */
export function uuid(
  options: UuidOptions = {},
): Tool<z.input<ReturnType<typeof input>>, z.infer<ReturnType<typeof output>>> {
  checkOptionKinds('uuid', options, { bytes: 'function', now: 'function' });
  const { bytes = randomBytes, now = Date.now } = options;
  return defineTool({
    name: 'uuid',
    description:
      'Makes new unique identifiers (UUIDs). Use it whenever something needs an identifier that exists nowhere else; never make one up. Version 4 is random, version 7 begins with the time, so that identifiers sort in the order in which they were made.',
    input: input(),
    output: output(),
    effects: {},
    timeoutMs: 5_000,
    maxResultChars: 5_000,
    execute: ({ version, count }) => {
      const made = Array.from({ length: count }, () => make(version, bytes(16), Number(now())));
      return { uuids: version === '7' ? made.toSorted() : made };
    },
  });
}

/** By Web Crypto, which is there already; node:crypto would have to be loaded. */
function randomBytes(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count));
}

function make(version: '4' | '7', random: Uint8Array, ms: number): string {
  let hex = Buffer.from(random).toString('hex');
  if (version === '7') hex = ms.toString(16).padStart(12, '0') + hex.slice(12);
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  const digits = `${hex.slice(0, 12)}${version}${hex.slice(13, 16)}${variant}${hex.slice(17)}`;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
