import type { JsonValue } from '../contracts/json.ts';
import type { AnySchema } from '../contracts/standard-schema.ts';
import type { AnyTool, CallContext, Effects, ToolContext, ToolOutcome } from '../contracts/tool.ts';
import { describeError } from '../errors/describe-error.ts';
import { type Suspension, ToolFailure, toolSignalKind } from '../errors/tool-signals.ts';
import { DeadlineExceeded, delay, withDeadline } from '../lib/deadline.ts';
import { lazyField } from '../lib/lazy-field.ts';
import { isInstance } from '../lib/recognise.ts';
import { compileSchema } from '../schema/compile-schema.ts';
import { failedOutcome, successOutcome } from './outcome.ts';
import { isToolReturn } from './result.ts';

export interface Execution {
  readonly tool: AnyTool;
  /** The validated input. */
  readonly value: unknown;
  /** Its signal is the run's. */
  readonly ctx: CallContext;
  /** For tools that set none. */
  readonly timeoutMs: number | false;
  /** Attempts made before, by an interrupted process. */
  readonly attemptsBefore: number;
  readonly onProgress?: ((value: JsonValue) => void) | undefined;
  /** Told before each attempt after the first. */
  readonly onRetry?: ((attempt: number) => void) | undefined;
  /** What `ctx.call` does. */
  readonly call: ToolContext['call'];
  readonly nest: ToolContext['nest'];
  /** Told how to end an attempt, for an inner call that has to wait. */
  readonly onAttempt: (suspend: (suspension: Suspension) => void) => void;
  readonly resumed?: ToolContext['resumed'] | undefined;
  /** Sees what was thrown, before it is made presentable. */
  readonly onThrow?: ((thrown: unknown) => void) | undefined;
}

/**
 * Runs a call under its deadline, again if the tool's `retry` says so, and gives exactly one outcome.
 * Never rejects: what the tool throws, or an abort, becomes an outcome.
 */
export async function executeCall(execution: Execution): Promise<ToolOutcome> {
  const { tool, ctx, onRetry, onThrow } = execution;
  const attempts = attemptsOf(execution);
  for (let attempt = 1; ; attempt++) {
    try {
      return await runAttempt(execution, execution.attemptsBefore + attempt);
    } catch (thrown) {
      if (ctx.signal.aborted) return interrupted();
      if (attempt >= attempts || !isWorthRetrying(tool, thrown)) {
        if (toolSignalKind(thrown) === undefined) onThrow?.(thrown);
        return thrownOutcome(tool, thrown);
      }
    }
    try {
      await delay((tool.retry?.delayMs ?? 500) * 2 ** (attempt - 1), ctx.signal);
    } catch {
      return interrupted();
    }
    onRetry?.(execution.attemptsBefore + attempt + 1);
  }
}

/** Only what is idempotent is repeated. */
function attemptsOf({ tool, value }: Execution): number {
  return tool.retry && isIdempotent(tool, value) ? Math.max(1, tool.retry.attempts) : 1;
}

/** Whether a call says of itself that it may be run again. */
export function isIdempotent(tool: AnyTool, value: unknown): boolean {
  const effects = effectsOf(tool, value);
  return typeof effects === 'object' && effects.idempotent === true;
}

/** What a call says that it touches; `unknown` where the tool cannot tell, `infer` where it is to be worked out. */
export function effectsOf({ effects }: AnyTool, value: unknown): Effects | undefined | 'unknown' | 'infer' {
  if (typeof effects !== 'function') return effects;
  try {
    return effects(value as never);
  } catch {
    return 'unknown';
  }
}

/** A `retry.on` that throws itself says no. */
function isWorthRetrying({ retry }: AnyTool, thrown: unknown): boolean {
  if (toolSignalKind(thrown) !== undefined) return false;
  try {
    return retry?.on?.(thrown) ?? true;
  } catch {
    return false;
  }
}

async function runAttempt(execution: Execution, attempt: number): Promise<ToolOutcome> {
  const { tool, ctx } = execution;
  const scope = new CallScope(ctx.signal);
  try {
    const returned = await withDeadline(
      (suspend) => {
        execution.onAttempt(suspend);
        return invoke(execution, scope, attempt);
      },
      {
        ms: tool.timeoutMs ?? execution.timeoutMs,
        signal: ctx.signal,
        onDeadline: (error) => scope.abort(error),
      },
    );
    return returned;
  } finally {
    scope.close();
  }
}

/** `inject`, `execute` and output validation share one deadline. */
async function invoke(
  { tool, value, ctx, onProgress, call, nest, resumed }: Execution,
  scope: CallScope,
  attempt: number,
): Promise<ToolOutcome> {
  const inject: unknown =
    typeof tool.inject === 'function' ? await tool.inject({ ...ctx, signal: scope.signal }) : tool.inject;
  // The call has its result already: what it would do now must not happen.
  if (scope.closed) return interrupted();
  const { signal: _, ...rest } = ctx;
  const fields: Omit<ToolContext, 'signal'> = {
    ...rest,
    inject,
    attempt,
    call: async (inner, input) => {
      // What comes too late must not begin anything.
      if (scope.closed) throw new ToolFailure('The call that this one belongs to is over.');
      return call(inner, input);
    },
    nest,
    ...(resumed && { resumed }),
    progress: (progress) => {
      if (!scope.closed) onProgress?.(progress);
    },
  };
  const context = withSignal(fields, scope) as ToolContext; // it has a signal now
  // The erased `execute` takes what its own schema let through.
  const returned: unknown = await tool.execute?.(value as never, context as ToolContext<never>);
  const outcome = isAsyncGenerator(returned) ? await drain(returned, context, scope) : returned;
  return tool.output ? validatedOutcome(tool, tool.output, outcome) : successOutcome(tool, outcome);
}

/** Most tools do not look at it, so it is made for those that do. */
const withSignal = lazyField<CallScope>('signal', (scope) => scope.signal);

async function drain(
  generator: AsyncGenerator<JsonValue>,
  ctx: ToolContext,
  scope: CallScope,
): Promise<unknown> {
  for (;;) {
    const step = await generator.next();
    if (step.done) return step.value;
    ctx.progress(step.value);
    if (scope.closed) return void generator.return(undefined).catch(() => undefined);
  }
}

export async function validatedOutcome(
  tool: Parameters<typeof successOutcome>[0],
  schema: AnySchema,
  returned: unknown,
): Promise<ToolOutcome> {
  const rich = isToolReturn(returned);
  const validation = await compileSchema(schema).validate(rich ? returned.value : returned);
  if (!validation.ok) {
    const { formatIssues } = await import('./mending.ts');
    const issues = formatIssues(validation.issues, { root: 'result' });
    return failedOutcome('failed', `The tool ran, but its result does not fit its output schema:\n${issues}`);
  }
  return successOutcome(tool, rich ? { ...returned, value: validation.value } : validation.value);
}

function thrownOutcome(tool: AnyTool, thrown: unknown): ToolOutcome {
  const kind = toolSignalKind(thrown);
  if (kind === 'suspension') return { ...interrupted(), suspended: (thrown as Suspension).suspended };
  // The message may be somebody else's.
  const trust = tool.trust && { trust: tool.trust };
  if (kind)
    return { ...failedOutcome(kind === 'retry' ? 'retry' : 'failed', describeError(thrown)), ...trust };
  if (isInstance(thrown, DeadlineExceeded)) {
    return failedOutcome(
      'failed',
      `${tool.name} did not answer within ${thrown.ms} ms and was abandoned; it may have taken effect.`,
    );
  }
  return { ...failedOutcome('failed', `${tool.name} failed: ${describeError(thrown)}`), ...trust };
}

/** The outcome of a call that an abort or a crash cut off. */
export function interrupted(): ToolOutcome {
  return failedOutcome('interrupted', 'Interrupted before it was done; it may have taken effect.');
}

function isAsyncGenerator(value: unknown): value is AsyncGenerator<JsonValue> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value && 'next' in value;
}

/** The signal of one attempt, made only for tools that ask for it. */
class CallScope {
  closed = false;
  readonly #parent: AbortSignal;
  #controller: AbortController | undefined;
  #reason: unknown;

  constructor(parent: AbortSignal) {
    this.#parent = parent;
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.#parent.aborted || this.closed) this.abort(this.#reason ?? this.#parent.reason);
      else this.#parent.addEventListener('abort', this.#onAbort);
    }
    return this.#controller.signal;
  }

  readonly #onAbort = (): void => this.abort(this.#parent.reason);

  abort(reason: unknown): void {
    this.#reason = reason;
    this.#controller?.abort(reason);
    this.close();
  }

  close(): void {
    this.closed = true;
    if (this.#controller) this.#parent.removeEventListener('abort', this.#onAbort);
  }
}
