import type { JsonObject } from '../../contracts/json.ts';
import type { AnySchema } from '../../contracts/standard-schema.ts';
import type { AnyTool, CallContext, Effects, Tool, ToolContext, ToolOptions } from '../../contracts/tool.ts';
import { ConfigError } from '../../errors/config-error.ts';
import { compileSchema } from '../../schema/compile-schema.ts';
import { describeValue } from '../../schema/describe-value.ts';
import { defineTool } from '../define-tool.ts';
import { isTool } from '../tool-brand.ts';

/** What the model is told of a composed tool; by default it is made of what it is told of the parts. */
export interface ComposedOptions {
  readonly name?: string;
  readonly description?: string;
}

/** The input that a tool takes, and the value that it gives. */
export type InputOf<T> = T extends { readonly '~types'?: { readonly input: infer I } } ? I : JsonObject;
export type ValueOf<T> = T extends { readonly '~types'?: { readonly result: infer R } } ? R : unknown;

type Call = (tool: AnyTool, input: JsonObject) => ReturnType<ToolContext['call']>;

interface Composition extends Required<ComposedOptions> {
  readonly input: AnySchema;
  readonly parts: readonly AnyTool[];
  /** The parts that a call may run, with their inputs where the call's own tells them. */
  readonly plan: (input: JsonObject) => readonly PlannedCall[];
  /** Which parts run depends on the input. */
  readonly picks?: boolean;
  /** `planned` makes a call whose input the plan has told, `call` any other. */
  readonly run: (input: JsonObject, planned: Call, call: Call) => Promise<unknown>;
}

/** A part, and its input where that is known before anything has run. */
export type PlannedCall = readonly [part: AnyTool, input?: JsonObject];

/**
 * A tool made of others, which it calls through the full life of a call. What the parts need approval for is asked for once, for the whole,
 * as far as their inputs are known; a part whose approval depends on what another one gives is asked about when its turn comes. Entered
 * again after a pause or a crash, it does not run again what is settled.
 */
export function composeTool<I, R>(composition: Composition): Tool<I, R> {
  const { name, description, input, parts, run } = composition;
  const effects = effectsOf(parts);
  const approved = new Map(parts.map((part) => [part, Object.freeze({ ...part, approval: false })]));
  const withoutApproval = (part: AnyTool): AnyTool => approved.get(part) ?? part;
  const inside: Composed = { '~parts': parts };
  const composed: AnyTool = defineTool({
    ...inside,
    name: name.slice(0, 64),
    description,
    input,
    timeoutMs: false, // the parts have their own deadlines
    ...approvalOf(composition),
    ...(effects ? { effects } : { concurrency: 'barrier', effects: { idempotent: true } }),
    execute: async (value: unknown, { call }: ToolContext) =>
      run(
        value as JsonObject,
        (part, inner) => call(withoutApproval(part), inner),
        (part, inner) => call(typeof part.approval === 'function' ? part : withoutApproval(part), inner),
      ),
  });
  return composed;
}

/** What a composed tool holds besides a tool: `resume` finds there what a call inside it waits for. */
interface Composed {
  readonly '~parts'?: readonly AnyTool[];
}

/** What needs approval whatever the input is needs it in whatever this becomes a part of. */
function approvalOf({ parts, plan, picks }: Composition): Pick<ToolOptions, 'approval'> {
  const asking = parts.filter(({ approval }) => approval !== undefined && approval !== false);
  if (asking.length === 0) return {};
  if (!picks && !asking.some(({ approval }) => typeof approval === 'function'))
    return { approval: joined(asking.map((part) => reasonFor(part, part.approval))) };
  return {
    approval: async (value: unknown, ctx: CallContext) => {
      const reasons: string[] = [];
      for (const [part, input] of plan(value as JsonObject))
        reasons.push(reasonFor(part, await asks(part, input, ctx)));
      return joined(reasons);
    },
  };
}

function joined(reasons: readonly string[]): string {
  return [...new Set(reasons.filter(Boolean))].join('; ');
}

/** A part that needs approval and says no more is a reason itself. */
function reasonFor({ name }: AnyTool, asked: unknown): string {
  return asked ? `it uses ${name}${typeof asked === 'string' ? `: ${asked}` : ''}` : '';
}

async function asks(
  { input: schema, approval }: AnyTool,
  input: JsonObject | undefined,
  ctx: CallContext,
): Promise<unknown> {
  if (typeof approval !== 'function') return approval;
  if (input === undefined) return false;
  const validation = await compileSchema(schema).validate(input);
  // The erased `approval` takes what its own schema let through; what that refuses will not run.
  return validation.ok && approval(validation.value as never, ctx);
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

/** Throws `ConfigError` for what is no tool. */
export function checkParts(caller: string, parts: readonly unknown[]): void {
  const stranger = parts.find((part) => !isTool(part));
  if (stranger === undefined && parts.every(isTool)) return;
  throw new ConfigError({
    code: 'invalid-tool',
    what: `${caller}() is made of tools only`,
    evidence: `got ${describeValue(stranger)}`,
    fix: 'Make it with defineTool({ name, description, input, execute })',
  });
}

/** `name: description`, as the description of a composed tool tells of its parts. */
export function told(parts: readonly AnyTool[]): string {
  return parts.map(({ name, description }) => `${name}: ${description}`).join(' ');
}
