import type { JsonObject } from '../contracts/json.ts';
import type { RawToolCall } from '../contracts/provider.ts';
import type { Repair } from '../contracts/repair.ts';
import type { AnyTool, CallContext } from '../contracts/tool.ts';
import { describeError } from '../errors/describe-error.ts';
import { copyJson } from '../lib/json.ts';
import { isPromiseLike, withDeadline } from '../lib/deadline.ts';
import { parseArguments } from '../recovery/parse-arguments.ts';
import type { ResolvedName } from '../recovery/resolve-tool-name.ts';
import { compileSchema } from '../schema/compile-schema.ts';

/** A call that may run: its tool, the input as the model meant it, and the value after validation. */
export interface ValidCall {
  readonly ok: true;
  readonly tool: AnyTool;
  readonly input: JsonObject;
  readonly value: unknown;
  /** What was mended; empty for a call that was sound. */
  readonly repairs: readonly Repair[];
  /** Unknown parameters that were passed over, in words. */
  readonly warnings: readonly string[];
}

/** A call that must not run, and why, in words for the model. */
export interface RefusedCall {
  readonly ok: false;
  /** Absent when no tool has that name. */
  readonly tool?: AnyTool;
  /** Absent when the arguments could not be read. */
  readonly input?: JsonObject;
  readonly message: string;
  /** `failed`: a schema or check broke, which is not the model's doing. Default `retry`. */
  readonly status?: 'retry' | 'failed';
  /** The tool's own `check` refused it: there is nothing to mend. */
  readonly checked?: boolean;
}

export interface ReadCallOptions {
  readonly tools: ReadonlyMap<string, AnyTool>;
  readonly withdrawn: readonly string[];
  /** Milliseconds for validation and for `check`, each. */
  readonly hookMs: number | false;
  readonly ctx: CallContext;
  readonly repairJson?: ((text: string) => string) | undefined;
}

/**
 * Resolves the name, reads and validates the arguments, asks the tool's own `check`. What does not fit is mended where the tool's schema
 * leaves no doubt, and refused otherwise. Rejects only on abort.
 */
export async function readCall(
  call: RawToolCall,
  options: ReadCallOptions,
): Promise<ValidCall | RefusedCall> {
  const known: ResolvedName = { ok: true, name: call.name };
  const resolved = options.tools.has(call.name) ? known : await resolveName(call.name, options);
  const name = resolved.ok ? resolved.name : call.name;
  const tool = options.tools.get(name);
  const parsed = parseArguments(call.args);
  const refused = refusalOf(call, name, options.withdrawn) ?? (resolved.ok ? undefined : resolved.message);
  if (refused !== undefined || !tool) {
    return {
      ok: false,
      ...(tool && { tool }),
      ...(parsed.ok && { input: parsed.input }),
      message: refused ?? '',
    };
  }
  const before = [...(resolved.ok && resolved.repair ? [resolved.repair] : []), ...(call.repairs ?? [])];
  const sound = parsed.ok && parsed.clean && !hasStrangeKeys(parsed.input, tool);
  const first = sound ? await validateInput(tool, parsed.input, options) : undefined;
  const done = first?.ok === true || first?.checked === true || first?.status === 'failed';
  const reading = first && done ? first : await mend(call, tool, first, options);
  return reading.ok && before.length > 0 ? { ...reading, repairs: [...before, ...reading.repairs] } : reading;
}

/** Names that are not to the letter are rare, and what mends them is loaded with the first. */
async function resolveName(name: string, { tools, ctx }: ReadCallOptions): Promise<ResolvedName> {
  const { resolveToolName } = await import('./mending.ts');
  ctx.signal.throwIfAborted();
  return resolveToolName(name, tools.keys());
}

function refusalOf(call: RawToolCall, name: string, withdrawn: readonly string[]): string | undefined {
  if (withdrawn.includes('*')) return 'No tool can be called any more; answer without tools.';
  if (withdrawn.includes(name)) return `${name} is withdrawn after too many refused calls; go on without it.`;
  return call.refusal?.message;
}

/** Keys that the schema does not name and does not speak of either: they may be misspelt. */
function hasStrangeKeys(input: JsonObject, { inputSchema }: AnyTool): boolean {
  const { properties, additionalProperties } = inputSchema;
  if (additionalProperties !== undefined || typeof properties !== 'object' || properties === null)
    return false;
  return Object.keys(input).some((key) => !Object.hasOwn(properties, key));
}

/** The second look, with everything that can be mended. It is loaded with the first call that needs it. */
async function mend(
  { args }: RawToolCall,
  tool: AnyTool,
  first: RefusedCall | ValidCall | undefined,
  options: ReadCallOptions,
): Promise<ValidCall | RefusedCall> {
  const { readArguments } = await import('./mending.ts');
  options.ctx.signal.throwIfAborted();
  const { repairJson } = options;
  try {
    const reading = readArguments(args, tool, repairJson ? { repairJson } : {});
    // The tool's own schema may be stricter than its JSON form; then its word counts.
    if (first && (!reading.ok || reading.repairs.length === 0)) return first;
    if (!reading.ok) return { ok: false, tool, message: reading.error.message };
    const valid = await validateInput(tool, reading.input, options);
    return valid.ok ? { ...valid, repairs: reading.repairs, warnings: reading.warnings } : (first ?? valid);
  } catch (error) {
    options.ctx.signal.throwIfAborted();
    const message = `${tool.name} was not run: its input could not be read: ${describeError(error)}`;
    return first ?? { ok: false, tool, status: 'failed', message };
  }
}

/** Validates input that was read before, such as that of a resumed call or one that an approver has changed. */
export async function validateInput(
  tool: AnyTool,
  input: JsonObject,
  { hookMs, ctx }: Pick<ReadCallOptions, 'hookMs' | 'ctx'>,
): Promise<ValidCall | RefusedCall> {
  try {
    const deadline = { ms: hookMs, signal: ctx.signal };
    // A copy: what tools do to their input must not show in the history.
    const copy = copyJson(input);
    ctx.signal.throwIfAborted();
    const validating = compileSchema(tool.input).validate(copy);
    const validation = isPromiseLike(validating)
      ? await withDeadline(() => validating, deadline)
      : validating;
    if (!validation.ok) {
      const { formatIssues } = await import('./mending.ts');
      const issues = formatIssues(validation.issues, { root: 'input' });
      return {
        ok: false,
        tool,
        input,
        message: `${tool.name} was not run, its input does not fit:\n${issues}`,
      };
    }
    const reason =
      tool.check && (await withDeadline(() => tool.check?.(validation.value as never, ctx), deadline));
    if (reason) {
      return { ok: false, tool, input, checked: true, message: `${tool.name} was not run: ${reason}` };
    }
    return { ok: true, tool, input, value: validation.value, repairs: [], warnings: [] };
  } catch (error) {
    if (ctx.signal.aborted) throw ctx.signal.reason;
    const message = `${tool.name} was not run: its input could not be checked: ${describeError(error)}`;
    return { ok: false, tool, input, status: 'failed', message };
  }
}
