import type { JsonObject, JsonValue } from '../contracts/json.ts';
import type { Input, Message } from '../contracts/message.ts';
import type { RunResult } from '../contracts/run-result.ts';
import type { RunState } from '../contracts/run-state.ts';
import type { NestedRun, ToolContext } from '../contracts/tool.ts';
import type { Usage } from '../contracts/usage.ts';
import { isRunError } from '../errors/run-error.ts';
import { suspend, ToolFailure } from '../errors/tool-signals.ts';
import { messagesOf } from '../messages/check-messages.ts';
import { result as toolResult, type ToolReturn } from '../tools/result.ts';
import { answerFromJson } from './answer-json.ts';
import type { ResumeDecisions } from './resume-run.ts';
import type { Limits, RunOptions } from './run-config.ts';
import { untrustedSources } from './untrusted-sources.ts';

/** What is needed of an agent to run it as a tool. */
export interface AskedAgent {
  readonly name: string;
  readonly options: { readonly memory?: unknown; readonly limits?: Limits };
  run(input: Input, options: RunOptions): Promise<RunResult<unknown>>;
  resume(state: RunState, options: RunOptions & ResumeDecisions): Promise<RunResult<unknown>>;
}

interface Paused {
  readonly state: RunState;
  /** What was counted as the outer run's before. */
  readonly spent: Usage;
  readonly requests: number;
  readonly usd?: number;
}

/** Runs an agent as the tool of a call: with the outer run's limits, context and listeners, and its usage counted there. */
export async function runAsTool(
  agent: AskedAgent,
  input: unknown,
  prompt: ((input: never) => Input) | undefined,
  ctx: ToolContext,
): Promise<JsonValue | ToolReturn<JsonValue>> {
  const nest = await ctx.nest();
  const { signal, context, idempotencyKey } = ctx;
  const options: RunOptions = {
    signal,
    limits: lower(agent.options.limits, nest.limits),
    ...(context === undefined ? {} : { context }),
    ...(agent.options.memory === undefined ? {} : { thread: idempotencyKey }),
    ...(nest.forward && { onEvent: nest.forward }),
    ...(nest.onApproval && { onApproval: nest.onApproval }),
  };
  // What `suspend` was given below, as JSON.
  const before = ctx.resumed?.state as unknown as Paused | undefined;
  const decisions = (ctx.resumed?.value ?? {}) as ResumeDecisions;
  const external = Object.entries(decisions.external ?? {}).map(([id, answer]) => [
    id,
    answerFromJson(answer),
  ]);
  const result = await finished(() =>
    before
      ? agent.resume(before.state, {
          ...options,
          ...decisions,
          external: Object.fromEntries(external) as NonNullable<ResumeDecisions['external']>,
        })
      : agent.run(asTrusted(asked(input, prompt), ctx.messages), options),
  );
  const { usage, state, cost } = result;
  await nest.spend({
    usage: minus(usage, before?.spent ?? {}),
    requests: state.requests - (before?.requests ?? 0),
    ...(cost !== undefined && { usd: cost - (before?.usd ?? 0) }),
  });
  const tainted = untrustedSources(result.messages).length > 0;
  // An output is JSON.
  if (result.status === 'done') {
    const value = (result.output as JsonValue | undefined) ?? result.text;
    return tainted ? toolResult(value, { trust: 'untrusted' }) : value;
  }
  if (result.status === 'paused') {
    const { requests } = state;
    const paused: Paused = { state, spent: usage, requests, ...(cost !== undefined && { usd: cost }) };
    throw suspend(paused as unknown as JsonObject, { pending: result.pending });
  }
  const { stopDetail = result.stopReason } = result;
  // A failure has no mark of its own, so it must not carry untrusted text.
  const soFar = tainted ? '' : ` So far: ${result.text.slice(0, 2_000) || 'nothing'}`;
  throw new ToolFailure(`${agent.name} did not finish: ${stopDetail}${soFar}`);
}

/** A failed run has a result as well. */
async function finished(run: () => Promise<RunResult<unknown>>): Promise<RunResult<unknown>> {
  try {
    return await run();
  } catch (error) {
    if (isRunError(error)) return error.result;
    throw error;
  }
}

function asked(input: unknown, prompt: ((input: never) => Input) | undefined): Input {
  if (prompt) return prompt(input as never);
  const { prompt: text } = Object(input) as { prompt?: unknown };
  return typeof text === 'string' ? text : JSON.stringify(input);
}

/** What a model asks that has read untrusted content is no more to be trusted than that. */
function asTrusted(input: Input, outer: readonly Message[]): Input {
  if (untrustedSources(outer).length === 0) return input;
  return messagesOf(input).map((message): Message =>
    message.role === 'user' ? { ...message, trust: 'untrusted' } : message,
  );
}

function minus(usage: Usage, before: Usage): Usage {
  const entries = Object.entries(usage).filter(
    (entry): entry is [keyof Usage, number] => typeof entry[1] === 'number',
  );
  return Object.fromEntries(entries.map(([key, count]) => [key, count - Number(before[key] ?? 0)]));
}

/** The agent's own limits, or what the outer run leaves where that is less. */
function lower(own: Limits = {}, left: NestedRun['limits']): Limits {
  const lowered = Object.entries(left).map(([key, limit]) => {
    const mine = own[key as keyof Limits];
    return [key, typeof mine === 'number' ? Math.min(mine, limit) : limit];
  });
  return { ...own, ...Object.fromEntries(lowered) };
}
