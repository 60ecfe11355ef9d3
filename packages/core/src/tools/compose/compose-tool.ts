import type { JsonObject } from '../../contracts/json.ts';
import type { AnySchema } from '../../contracts/standard-schema.ts';
import type { AnyTool, Effects, Tool, ToolContext } from '../../contracts/tool.ts';
import { defineTool } from '../define-tool.ts';

/** What every composed tool needs to be told. */
export interface ComposedOptions {
  readonly name: string;
  readonly description: string;
}

/** The input that a tool takes, and the value that it gives. */
export type InputOf<T> = T extends { readonly '~types'?: { readonly input: infer I } } ? I : JsonObject;
export type ValueOf<T> = T extends { readonly '~types'?: { readonly result: infer R } } ? R : unknown;

interface Composition extends ComposedOptions {
  readonly input: AnySchema;
  readonly parts: readonly AnyTool[];
  readonly run: (input: JsonObject, call: ToolContext['call']) => Promise<unknown>;
}

/**
 * A tool made of others, which it calls through the full life of a call. Approval that a part always needs is asked for once, for the
 * whole; approval that depends on a part's input is asked for when that part's turn comes. Entered again after a pause or a crash, it
 * does not run again what is settled.
 */
export function composeTool<I, R>({ name, description, input, parts, run }: Composition): Tool<I, R> {
  const approved = new Map(parts.map((part) => [part, withoutFixedApproval(part)]));
  const reasons = parts
    .filter(isAlwaysAsked)
    .map((part) => `it uses ${part.name}${typeof part.approval === 'string' ? `: ${part.approval}` : ''}`);
  const effects = effectsOf(parts);
  const composed: AnyTool = defineTool({
    name,
    description,
    input,
    timeoutMs: false, // the parts have their own deadlines
    ...(reasons.length > 0 && { approval: reasons.join('; ') }),
    ...(effects ? { effects } : { concurrency: 'barrier', effects: { idempotent: true } }),
    execute: async (value, { call }) =>
      run(value as JsonObject, (tool, inner) =>
        call(typeof tool === 'string' ? tool : (approved.get(tool) ?? tool), inner),
      ),
  });
  return composed;
}

function isAlwaysAsked({ approval }: AnyTool): boolean {
  return approval === true || (typeof approval === 'string' && approval !== '');
}

function withoutFixedApproval(tool: AnyTool): AnyTool {
  return isAlwaysAsked(tool) ? Object.freeze({ ...tool, approval: false }) : tool;
}

/** The effects of all parts together; undefined when they cannot be told, and the whole must run alone. */
function effectsOf(parts: readonly AnyTool[]): Effects | undefined {
  const known = parts.map(({ effects = {}, concurrency }) =>
    typeof effects !== 'object' || concurrency === 'barrier' ? undefined : effects,
  );
  if (known.includes(undefined)) return undefined;
  const keys = (kind: 'reads' | 'writes'): string[] => known.flatMap((effects) => effects?.[kind] ?? []);
  return { reads: keys('reads'), writes: keys('writes'), idempotent: true };
}
