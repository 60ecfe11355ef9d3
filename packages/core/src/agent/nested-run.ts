import type { AgentEvent } from '../contracts/event.ts';
import type { NestedRun } from '../contracts/tool.ts';
import { ToolFailure } from '../errors/tool-signals.ts';
import { type ActiveRun, recordOf } from './active-run.ts';
import { handoffOf } from './handoff-target.ts';

/** What a run shares with a run inside the tool of one of its calls. */
export function nestedRun(run: ActiveRun, callId: string): NestedRun {
  const { emit, config } = run;
  const { onApproval } = config;
  return {
    limits: remaining(run),
    ...(emit && {
      forward: (event) => emit(within(callId, event)),
    }),
    ...(onApproval && { onApproval }),
    handoff: async (agent) => {
      const { parent, name } = recordOf(run, callId) ?? {};
      if (parent !== undefined) throw new ToolFailure('A run is handed over by a call of the model alone.');
      handoffOf(run.tools.values(), agent, name);
      await run.record({ type: 'call', callId, set: { handoff: agent } });
    },
    spend: async (spent) => run.record({ type: 'usage', ...spent }),
  };
}

/** The event with a longer path. Not a spread: that would work out `partial` and `partialInput` for nobody. */
function within(callId: string, event: AgentEvent): AgentEvent {
  const path = { value: [callId, ...(event.path ?? [])], enumerable: true };
  return Object.create(Object.prototype, { ...Object.getOwnPropertyDescriptors(event), path }) as AgentEvent;
}

function remaining({ state, config, elapsedMs }: ActiveRun): NestedRun['limits'] {
  const {
    tokens = false,
    requests = false,
    toolCalls = false,
    durationMs = false,
    usd = false,
  } = config.limits;
  const { inputTokens = 0, outputTokens = 0, totalTokens = inputTokens + outputTokens } = state.usage;
  const all = {
    tokens: left(tokens, totalTokens),
    requests: left(requests, state.requests),
    toolCalls: left(toolCalls, state.calls.length),
    durationMs: left(durationMs, elapsedMs()),
    usd: left(usd, state.usd ?? 0),
  };
  return Object.fromEntries(Object.entries(all).filter(([, limit]) => limit !== undefined));
}

function left(limit: number | false, used: number): number | undefined {
  return limit === false ? undefined : Math.max(0, limit - used);
}
