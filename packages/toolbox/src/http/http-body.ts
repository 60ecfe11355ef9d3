import { ToolFailure } from '@pegboard/core';
import * as z from 'zod';
import { jsonValue } from '../data/json-value.ts';

/** The ways in which a model may write a body; at most one of them. */
export const bodyInput = () => ({
  json: jsonValue().optional().describe('A body in JSON; the content type is set.'),
  form: z
    .record(z.string(), z.string())
    .optional()
    .describe('A body as of an HTML form; the content type is set.'),
  text: z.string().max(1_000_000).optional().describe('A body as text; set its content type in the headers.'),
  base64: z.base64().max(1_400_000).optional().describe('A body of bytes.'),
});

type BodySchemas = ReturnType<typeof bodyInput>;

export type BodyInput = { readonly [K in keyof BodySchemas]?: z.infer<BodySchemas[K]> };

interface Body {
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly contentType?: string;
}

/** Throws `ToolFailure` for several bodies in one request. */
export function bodyOf({ json, form, text, base64 }: BodyInput): Body {
  const given = Object.entries({ json, form, text, base64 }).filter(([, value]) => value !== undefined);
  if (given.length > 1)
    throw new ToolFailure(
      `A request has one body, but there are ${given.map(([key]) => `"${key}"`).join(' and ')}.`,
    );
  if (json !== undefined) return { body: JSON.stringify(json), contentType: 'application/json' };
  if (form) {
    const body = new URLSearchParams(form).toString();
    return { body, contentType: 'application/x-www-form-urlencoded' };
  }
  if (text !== undefined) return { body: text };
  return base64 === undefined ? {} : { body: Uint8Array.from(Buffer.from(base64, 'base64')) };
}
