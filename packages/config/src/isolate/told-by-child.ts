import type { JsonValue, ResultOptions } from '@pegboard/core';
import * as z from 'zod';
import type { ReadAnswer, ToolMessage } from './messages.ts';

const part = z.union([
  z.strictObject({ type: z.literal('text'), text: z.string() }),
  z.strictObject({ type: z.literal('json'), value: z.json() }),
  z.strictObject({
    type: z.literal('media'),
    mediaType: z.string(),
    data: z.string().optional(),
    url: z.string().optional(),
    filename: z.string().optional(),
  }),
]);

const result = z.object({
  value: z.json(),
  content: z.array(part).optional(),
  metadata: z.record(z.string(), z.json()).optional(),
  final: z.boolean().optional(),
  trust: z.enum(['trusted', 'untrusted']).optional(),
});

const tools = z.array(
  z.object({
    name: z.string(),
    description: z.string(),
    input: z.record(z.string(), z.json()),
    options: z.record(z.string(), z.json()),
    hasCheck: z.boolean(),
    approval: z.union([z.boolean(), z.string(), z.object({ ask: z.literal(true) })]),
    external: z.boolean(),
  }),
);

const plugin = z.object({
  name: z.string(),
  api: z.int(),
  version: z.string().optional(),
  namespace: z.string().optional(),
  permissions: z.record(z.string(), z.json()).optional(),
  config: z.record(z.string(), z.json()).optional(),
});

/** What comes from a child is judged before it is used: its code may send anything. Each throws for what will not do. */
export const toldByChild = {
  plugin: (value: JsonValue): ReadAnswer => plugin.parse(value) as ReadAnswer, // `definePlugin` judges the permissions
  tools: (value: JsonValue): readonly ToolMessage[] => tools.parse(value),
  result(value: JsonValue): { readonly value: JsonValue; readonly options: ResultOptions } {
    const { value: bare, ...options } = result.parse(value);
    return { value: bare, options: options as ResultOptions }; // optional members are absent, not undefined, in JSON
  },
  /** Anything but text refuses nothing. */
  refusal: (value: JsonValue): string | undefined => (typeof value === 'string' ? value : undefined),
  /** Anything but a plain no asks. */
  approval: (value: JsonValue): boolean | string => (typeof value === 'string' ? value : value !== false),
};
