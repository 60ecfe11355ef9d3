import type { Awaitable, JsonValue } from '../contracts/json.ts';
import type { ToolContentPart, ToolStatus } from '../contracts/message.ts';
import type { AnyTool, ToolOutcome } from '../contracts/tool.ts';
import { isJsonObject } from '../lib/json.ts';
import { encode } from './encode-plain.ts';
import type { Encoded } from './encode-value.ts';
import { isToolReturn, type ToolReturn } from './result.ts';

/** Most characters of a result that a model is shown, unless the tool says otherwise. */
const defaultMaxResultChars = 100_000;

/** The outcome of a call that did not succeed, in words for the model. */
export function failedOutcome(status: Exclude<ToolStatus, 'success'>, error: string): ToolOutcome {
  return { status, error, content: [{ type: 'text', text: error }] };
}

/** The outcome of a returned value: encoded, cut to the tool's `maxResultChars`, marked with the tool's trust. */
export function successOutcome(tool: Shown, returned: unknown): Awaitable<ToolOutcome> {
  const rich = isToolReturn(returned) ? returned : undefined;
  const value = encode(rich ? rich.value : returned);
  const content = rich?.content ? encode(rich.content) : nothing;
  const metadata = rich?.metadata ? encode(rich.metadata) : nothing;
  // Most are sound JSON, and need no waiting.
  return 'then' in value || 'then' in content || 'then' in metadata
    ? Promise.all([value, content, metadata]).then((encoded) => outcomeOf(tool, rich, ...encoded))
    : outcomeOf(tool, rich, value, content, metadata);
}

type Shown = Pick<AnyTool, 'maxResultChars' | 'trust'>;

const nothing: Encoded = { ok: true, value: null, size: 0 };

function outcomeOf(
  tool: Shown,
  rich: ToolReturn<unknown> | undefined,
  encoded: Encoded,
  content: Encoded,
  metadata: Encoded,
): ToolOutcome {
  if (!encoded.ok) return unsendable('result', encoded.problem);
  if (!content.ok) return unsendable('content', content.problem);
  if (!metadata.ok) return unsendable('metadata', metadata.problem);
  const trust = rich?.trust ?? tool.trust;
  // Encoding keeps the shape of parts.
  const parts = (content.value ?? []) as unknown as readonly ToolContentPart[];
  return {
    status: 'success',
    value: encoded.value,
    content: [
      ...valueContent(encoded.value, encoded.size, tool.maxResultChars ?? defaultMaxResultChars),
      ...parts,
    ],
    ...(isJsonObject(metadata.value) && { metadata: metadata.value }),
    ...(rich?.final && { final: true }),
    ...(trust && { trust }),
  };
}

function unsendable(what: string, problem: string): ToolOutcome {
  return failedOutcome('failed', `The tool ran, but its ${what} cannot be sent: ${problem}.`);
}

function valueContent(value: JsonValue, size: number, max: number | false): ToolContentPart[] {
  if (typeof value === 'string') return [{ type: 'text', text: cut(value, max) || '(empty)' }];
  if (value === null) return [{ type: 'text', text: '(nothing)' }];
  // `size` is an upper bound in all but text with many escapes, so short results are not turned into text twice.
  if (max === false || size <= max / 2) return [{ type: 'json', value }];
  const text = JSON.stringify(value);
  return text.length <= max ? [{ type: 'json', value }] : [{ type: 'text', text: cut(text, max) }];
}

function cut(text: string, max: number | false): string {
  if (max === false || text.length <= max) return text;
  return `${text.slice(0, max).toWellFormed()}\n[cut: ${max} of ${text.length} characters shown]`;
}
