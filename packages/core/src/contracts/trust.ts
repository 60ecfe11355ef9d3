import type { Awaitable, JsonObject } from './json.ts';
import type { AnyTool, RunContext } from './tool.ts';

/**
 * What a call may do once untrusted content has entered the run's conversation. Nothing or `false` lets it run; true, or a reason, means
 * that a person must approve; `block` denies it. Throwing fails the call.
 */
export type TrustPolicy = (question: TrustQuestion) => Awaitable<TrustVerdict>;

export type TrustVerdict = boolean | string | { readonly block: string } | undefined | void;

export interface TrustQuestion {
  readonly runId: string;
  readonly callId: string;
  readonly name: string;
  readonly tool: AnyTool;
  readonly input: JsonObject;
  readonly context: RunContext;
  readonly signal: AbortSignal;
  /** The tag with which the tool says what it does: it sends something out, or it destroys something. */
  readonly declared: 'outward' | 'destructive' | undefined;
  /** Names of the tools whose untrusted results are in the conversation; `input` where the user's own message is. */
  readonly sources: readonly string[];
}
