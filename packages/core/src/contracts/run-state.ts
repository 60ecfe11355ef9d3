import type { JsonObject, JsonValue } from './json.ts';
import type { Message, ToolContentPart, ToolStatus, Trust } from './message.ts';
import type { Repair } from './repair.ts';
import type { Usage } from './usage.ts';

export type RunStatus = 'running' | 'done' | 'paused' | 'stopped' | 'cancelled' | 'failed';

/** Why a run is no longer running. */
export type StopReason =
  | 'final'
  | 'tool-final'
  | 'turn'
  | 'max-turns'
  | 'budget'
  | 'approval'
  | 'external'
  | 'length'
  | 'content-filter'
  | 'refusal'
  | 'guard'
  | 'repeat'
  | 'aborted'
  | 'error';

/**
 * Everything that a run is, as plain JSON: what `resume` needs, in this process or another.
 * It never holds `context`, injected values, headers or keys. It is the fold of its patches.
 */
export interface RunState {
  readonly version: 1;
  readonly runId: string;
  /** Who works on it now. */
  readonly agent: { readonly name: string; readonly version?: string };
  readonly thread?: string;
  readonly status: RunStatus;
  readonly stopReason?: StopReason;
  /** One sentence on the stop, such as which limit was hit. */
  readonly stopDetail?: string;
  /** The conversation so far: what was there before, the input, and what this run added. No instructions. */
  readonly messages: readonly Message[];
  /** How many of `messages` were there before this run, from memory. */
  readonly history: number;
  /** False until the thread has been read from memory. */
  readonly loaded: boolean;
  /** How many of `messages` memory has; unused without a thread. */
  readonly stored: number;
  /** Id of the newest message in memory, where repair has changed the end of what was read. */
  readonly lastStored?: string;
  /** Turns begun. */
  readonly turn: number;
  /** Turns that the model has answered: as many as begun, or one less while its answer is awaited. */
  readonly answered: number;
  /** What `resume` brought while calls were open; it follows their results. */
  readonly queued?: readonly Message[];
  /** All calls of this run, in the order in which the model emitted them. */
  readonly calls: readonly CallRecord[];
  /** Model requests made, retries and continued pauses not counted apart. */
  readonly requests: number;
  readonly usage: Usage;
  /** US dollars for the usage whose price is known. */
  readonly usd?: number;
  /** Some of the usage has no known price, so that the whole has none. */
  readonly unpriced?: true;
  /** The agents that the run was handed to, in order, in which turn and by which tool; the last one goes on with it. */
  readonly handoffs?: readonly { readonly turn: number; readonly agent: string; readonly tool: string }[];
  /** Milliseconds of work, pauses between `run` and `resume` left out. */
  readonly elapsedMs: number;
  /** Tools taken away for the rest of the run after too many refused calls; `*`: all. */
  readonly withdrawn: readonly string[];
  /** HMAC over all the rest, when the agent has a `sealKey`. */
  readonly seal?: string;
  /** Turns that ended with an answer that gave no valid `output`; after each the model was asked again. */
  readonly refusedOutputs?: readonly number[];
  readonly error?: { readonly name: string; readonly code: string; readonly message: string };
}

/** What the caller decides about a call that waits for approval. `false` denies without a reason. */
export type ApprovalDecision =
  | boolean
  | { readonly approve: true; readonly input?: JsonObject; readonly digest?: string }
  | { readonly deny: string };

/** Something that a paused run waits for. */
export interface PendingCall {
  /** `resume`: the tool has suspended itself; `resumed` of `resume` brings what it waits for. */
  readonly kind: 'approval' | 'external' | 'resume';
  readonly callId: string;
  readonly name: string;
  readonly input: JsonObject;
  /** Why approval is asked, as the tool gave it. */
  readonly reason?: string;
  /** Of what is to be approved. A decision that gives it back holds for this input of this tool in this run, and for nothing else. */
  readonly digest?: string;
  /** What a tool gave to `defer`: where the job runs, say. */
  readonly metadata?: JsonObject;
  /** The tools around it, outermost first; empty for a call of the model. */
  readonly path: readonly string[];
}

/** `open`: read and valid, or refused with its outcome still to be told · `running` · `waiting`: for a person or the caller · `settled`. */
export type CallPhase = 'open' | 'running' | 'waiting' | 'settled';

/** The life of one tool call. */
export interface CallRecord {
  readonly callId: string;
  readonly name: string;
  readonly turn: number;
  /** Input of the tool's schema, before validation changed it; absent when the arguments could not be read. */
  readonly input?: JsonObject;
  /** The arguments as written, where they could not be read. */
  readonly args?: string;
  /** What was mended before it was run; absent for a call that was sound. */
  readonly repairs?: readonly Repair[];
  readonly toolVersion?: string;
  readonly phase: CallPhase;
  /** The call whose tool made this one, by `ctx.call`; absent for calls of the model. */
  readonly parent?: string;
  /** What a `waiting` call waits for: `inner` for a call that it has made itself, `resume` for whoever resumes it (`suspend`). */
  readonly waitsFor?: 'approval' | 'external' | 'inner' | 'resume';
  /** What its tool gave to `suspend`, and gets back as `ctx.resumed.state`. */
  readonly resumeState?: JsonValue;
  /** What it was resumed with: `ctx.resumed.value`. */
  readonly resumedWith?: JsonValue;
  /** What a suspended tool waits for itself, such as the pending calls of another agent. */
  readonly leaves?: readonly PendingCall[];
  /** Why approval is asked, as the tool gave it. */
  readonly reason?: string;
  /** Of a call that waits for approval: SHA-256 over run, call, tool, version and input. */
  readonly digest?: string;
  readonly approved?: boolean;
  /** Whoever approved it changed `input`; the model is told. */
  readonly inputChanged?: boolean;
  /** Times it was started. */
  readonly attempts: number;
  readonly durationMs?: number;
  readonly status?: ToolStatus;
  /** The encoded result, uncut. */
  readonly result?: JsonValue;
  readonly content?: readonly ToolContentPart[];
  readonly metadata?: JsonObject;
  readonly final?: boolean;
  /** The agent that this call hands the run to. */
  readonly handoff?: string;
  readonly trust?: Trust;
  readonly error?: string;
  /** Refused before it ran: bad name, arguments or check. Counts against the tool's `maxRetries`. */
  readonly refused?: boolean;
  /** No tool that can be called has that name. */
  readonly unknownTool?: boolean;
}

/** One step of a run. `checkpoint` gets each before the run goes on; applying all of them in order gives the state. */
export type RunPatch =
  | { readonly type: 'start'; readonly state: RunState }
  | {
      readonly type: 'resume';
      readonly messages: readonly Message[];
      /** The last message was cut off by an abort and goes. */
      readonly dropLast: boolean;
    }
  | { readonly type: 'input'; readonly messages: readonly Message[] }
  | { readonly type: 'history'; readonly messages: readonly Message[]; readonly last?: string }
  | { readonly type: 'turn'; readonly turn: number; readonly elapsedMs: number }
  | {
      readonly type: 'answer';
      readonly message: Message;
      readonly calls: readonly CallRecord[];
      readonly usage: Usage;
      /** US dollars; absent when the price is unknown. */
      readonly usd?: number;
      readonly requests: number;
    }
  | { readonly type: 'call'; readonly callId: string; readonly set: Partial<CallRecord> }
  /** A tool has called another one. */
  | { readonly type: 'inner'; readonly call: CallRecord }
  | { readonly type: 'results'; readonly message: Message }
  | { readonly type: 'stored'; readonly stored: number }
  | { readonly type: 'withdraw'; readonly name: string }
  /** What a tool spent on models itself. */
  | { readonly type: 'usage'; readonly usage: Usage; readonly usd?: number; readonly requests: number }
  /** Another agent goes on with the run. */
  | { readonly type: 'handoff'; readonly agent: RunState['agent']; readonly tool: string }
  /** The answer of the current turn gave no valid `output`; `message` asks for another. */
  | { readonly type: 'output-refused'; readonly message: Message }
  | {
      readonly type: 'end';
      readonly status: Exclude<RunStatus, 'running'>;
      readonly stopReason: StopReason;
      readonly stopDetail?: string;
      readonly elapsedMs: number;
      /** Of an answer that a guard kept out. */
      readonly usage?: Usage;
      readonly usd?: number;
      readonly error?: RunState['error'];
    };

/** Awaited before the run goes on; a rejection fails the run. Must not change the patch. */
export type Checkpoint = (patch: RunPatch) => PromiseLike<void> | void;
