import type { JsonObject, JsonValue } from './json.ts';
import type { AssistantMessage, Finish, ToolContentPart, ToolStatus } from './message.ts';
import type { Repair } from './repair.ts';
import type { CallRecord, RunStatus, StopReason } from './run-state.ts';
import type { Usage } from './usage.ts';

/** What every event carries. */
export interface EventBase {
  readonly runId: string;
  /** 1 for the first turn; 0 before it. */
  readonly turn: number;
  /** Milliseconds since 1970, as `Date.now()` gives them. */
  readonly at: number;
  /** For events of a run inside a tool: the ids of the calls around it, outermost first. `runId` and `turn` are that run's own. */
  readonly path?: readonly string[];
}

/** What happens in a run, as it happens. Observers cannot change anything; hooks can. */
export type AgentEvent = EventBase &
  (
    | { readonly type: 'run-start'; readonly agent: string; readonly resumed: boolean }
    | { readonly type: 'turn-start'; readonly tools: readonly string[] }
    /** Another agent goes on with the run. */
    | { readonly type: 'handoff'; readonly from: string; readonly to: string }
    /** A piece of the answer. */
    | { readonly type: 'text'; readonly text: string }
    /** A piece of the model's reasoning. */
    | { readonly type: 'reasoning'; readonly text: string }
    /** The JSON of the run's `output` has grown by a piece, which is in no `text` event. Display only. */
    | {
        readonly type: 'output';
        /**
         * What can be seen of it when this is read, not validated: complete members, and the string that is being written. The same
         * value grows with every piece. Undefined before the first bracket.
         */
        readonly partial?: JsonValue | undefined;
      }
    /** A piece of a call's arguments, while the model writes them. Display only. */
    | {
        readonly type: 'tool-call-delta';
        readonly callId: string;
        readonly name: string;
        readonly argsText: string;
        /**
         * What can be seen of the arguments when this is read: complete members, and the string that is being written. Worked out only
         * then; the same value grows with every delta. Undefined before the first bracket.
         */
        readonly partialInput?: JsonValue | undefined;
      }
    /** The model's whole answer of this turn. */
    | {
        readonly type: 'answer';
        readonly message: AssistantMessage;
        readonly finish: Finish;
        readonly usage: Usage;
      }
    /** A call as read; `input` is absent when its arguments could not be. */
    | {
        readonly type: 'tool-call';
        readonly callId: string;
        /** The call whose tool made this one. */
        readonly parent?: string;
        readonly name: string;
        readonly input?: JsonObject;
        /** What was mended; absent for a call that was sound. */
        readonly repairs?: readonly Repair[];
      }
    | {
        readonly type: 'tool-start';
        readonly callId: string;
        /** The call whose tool made this one. */
        readonly parent?: string;
        readonly name: string;
        readonly input: JsonObject;
        readonly attempt: number;
        /** Semver of the tool, where it has one. */
        readonly version?: string;
      }
    | {
        readonly type: 'tool-progress';
        readonly callId: string;
        /** The call whose tool made this one. */
        readonly parent?: string;
        readonly name: string;
        readonly value: JsonValue;
      }
    /** A call waits for somebody; see `waitsFor` of its record. */
    | {
        readonly type: 'tool-waiting';
        readonly callId: string;
        /** The call whose tool made this one. */
        readonly parent?: string;
        readonly name: string;
        readonly input: JsonObject;
        readonly waitsFor: NonNullable<CallRecord['waitsFor']>;
        readonly reason?: string;
      }
    /** The one result of a call. `durationMs` is 0 when it never ran. */
    | {
        readonly type: 'tool-result';
        readonly callId: string;
        /** The call whose tool made this one. */
        readonly parent?: string;
        readonly name: string;
        readonly status: ToolStatus;
        readonly value?: JsonValue;
        readonly content: readonly ToolContentPart[];
        readonly error?: string;
        readonly durationMs: number;
      }
    | { readonly type: 'turn-end'; readonly usage: Usage }
    | {
        readonly type: 'warning';
        readonly code: string;
        readonly message: string;
        readonly details?: JsonObject;
      }
    | {
        readonly type: 'run-end';
        readonly status: RunStatus;
        readonly stopReason: StopReason;
        readonly usage: Usage;
      }
  );

export type AgentEventType = AgentEvent['type'];
