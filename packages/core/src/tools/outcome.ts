import type { JsonValue } from '../contracts/json.ts';
import type { ToolContentPart, ToolStatus } from '../contracts/message.ts';
import type { AnyTool, ToolOutcome } from '../contracts/tool.ts';
import { isJsonObject } from '../lib/json.ts';
import { encode } from './encode-plain.ts';
import { isToolReturn } from './result.ts';

/** Most characters of a result that a model is shown, unless the tool says otherwise. */
const defaultMaxResultChars = 100_000;

/** The outcome of a call that did not succeed, in words for the model. */
export function failedOutcome(status: Exclude<ToolStatus, 'success'>, error: string): ToolOutcome {
  return { status, error, content: [{ type: 'text', text: error }] };
}

/** The outcome of a returned value: encoded, cut to the tool's `maxResultChars`, marked with the tool's trust. */
export async function successOutcome(
  tool: Pick<AnyTool, 'maxResultChars' | 'trust'>,
  returned: unknown,
): Promise<ToolOutcome> {
  const rich = isToolReturn(returned) ? returned : undefined;
  const encoded = await encode(rich ? rich.value : returned);
  if (!encoded.ok) return unsendable('result', encoded.problem);
  const content = await encode(rich?.content ?? []);
  if (!content.ok) return unsendable('content', content.problem);
  const metadata = await encode(rich?.metadata);
  if (!metadata.ok) return unsendable('metadata', metadata.problem);
  const trust = rich?.trust ?? tool.trust;
  // Encoding keeps the shape of parts.
  const parts = content.value as unknown as readonly ToolContentPart[];
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
