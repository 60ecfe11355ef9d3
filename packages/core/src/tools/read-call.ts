import type { JsonObject } from '../contracts/json.ts';
import type { RawToolCall } from '../contracts/provider.ts';
import type { AnyTool, CallContext } from '../contracts/tool.ts';
import { describeError } from '../errors/describe-error.ts';
import { withDeadline } from '../lib/deadline.ts';
import { didYouMean } from '../lib/nearest.ts';
import { parseArguments } from '../recovery/parse-arguments.ts';
import { compileSchema } from '../schema/compile-schema.ts';
import { formatIssues } from '../schema/format-issues.ts';

/** A call that may run: its tool, the input as the model meant it, and the value after validation. */
export interface ValidCall {
  readonly ok: true;
  readonly tool: AnyTool;
  readonly input: JsonObject;
  readonly value: unknown;
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
}

export interface ReadCallOptions {
  readonly tools: ReadonlyMap<string, AnyTool>;
  readonly withdrawn: readonly string[];
  /** Milliseconds for validation and for `check`, each. */
  readonly hookMs: number | false;
  readonly ctx: CallContext;
}

/** Resolves the name, reads and validates the arguments, asks the tool's own `check`. Rejects only on abort. */
export async function readCall(
  call: Pick<RawToolCall, 'name' | 'args'>,
  options: ReadCallOptions,
): Promise<ValidCall | RefusedCall> {
  const tool = options.tools.get(call.name);
  const reading = parseArguments(call.args);
  const input = reading.ok ? { input: reading.input } : {};
  if (options.withdrawn.includes('*')) {
    return { ok: false, ...input, message: 'No tool can be called any more; answer without tools.' };
  }
  if (options.withdrawn.includes(call.name)) {
    return {
      ok: false,
      ...input,
      message: `${call.name} is withdrawn after too many refused calls; go on without it.`,
    };
  }
  if (!tool) return { ok: false, ...input, message: unknownTool(call.name, [...options.tools.keys()]) };
  if (!reading.ok) {
    return {
      ok: false,
      tool,
      message: `${call.name} was not run: ${reading.error.message}. Call it again with a JSON object.`,
    };
  }
  return validateInput(tool, reading.input, options);
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
    const copy = structuredClone(input);
    const validation = await withDeadline(() => compileSchema(tool.input).validate(copy), deadline);
    if (!validation.ok) {
      return {
        ok: false,
        tool,
        input,
        message: `${tool.name} was not run, its input does not fit:\n${formatIssues(validation.issues, { root: 'input' })}`,
      };
    }
    const reason =
      tool.check && (await withDeadline(() => tool.check?.(validation.value as never, ctx), deadline));
    if (reason) return { ok: false, tool, input, message: `${tool.name} was not run: ${reason}` };
    return { ok: true, tool, input, value: validation.value };
  } catch (error) {
    if (ctx.signal.aborted) throw ctx.signal.reason;
    return {
      ok: false,
      tool,
      input,
      status: 'failed',
      message: `${tool.name} was not run: its input could not be checked: ${describeError(error)}`,
    };
  }
}

function unknownTool(name: string, names: readonly string[]): string {
  const callable =
    names.length === 0
      ? 'No tool can be called now.'
      : `Callable: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ' …' : ''}.`;
  return `There is no tool named "${name.slice(0, 80)}".${didYouMean(name, names)} ${callable}`;
}
