import type { JsonObject } from '../contracts/json.ts';
import type { RecoveryCode, Repair } from '../contracts/repair.ts';
import type { JsonSchema } from '../contracts/standard-schema.ts';

/** What a reader needs to know of a tool; a tool made by `defineTool` will do. */
export interface ReadableTool {
  readonly name: string;
  readonly inputSchema: JsonSchema;
}

/** A call as a dialect's payload has it: the name as written, the arguments not yet judged. */
export interface TextCall {
  readonly name: string;
  readonly args: TextArguments;
  /** Mended while the payload was taken apart. */
  readonly repairs?: readonly Repair[];
}

/** `json`: argument text or an object. `untyped`: every value is text, and the schema says what it stands for. */
export type TextArguments =
  | { readonly kind: 'json'; readonly value: string | JsonObject }
  | { readonly kind: 'untyped'; readonly values: readonly (readonly [name: string, value: string])[] };

/** What a payload holds: calls, something that was meant as a call and cannot be read, or nothing of the kind. */
export type PayloadReading =
  | { readonly kind: 'calls'; readonly calls: readonly TextCall[] }
  | {
      readonly kind: 'malformed';
      readonly problem: string;
      readonly name?: string;
      /** Default `malformed_call`; `truncated` keeps all calls of the text from running when the text is over. */
      readonly code?: RecoveryCode;
    }
  | { readonly kind: 'no-call' };

export const noCall: PayloadReading = { kind: 'no-call' };

export function malformed(problem: string, name?: string, code?: RecoveryCode): PayloadReading {
  return { kind: 'malformed', problem, ...(name !== undefined && { name }), ...(code && { code }) };
}
