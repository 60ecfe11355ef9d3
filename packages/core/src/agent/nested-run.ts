import type { AgentEvent } from '../contracts/event.ts';
import type { NestedRun } from '../contracts/tool.ts';
import { ToolFailure } from '../errors/tool-signals.ts';
import { type ActiveRun, recordOf } from './active-run.ts';
import { handoffOf } from './handoff-target.ts';
import { usedBy } from './limits.ts';

/** What a run shares with a run inside the tool of one of its calls. */
export function nestedRun(run: ActiveRun, callId: string): NestedRun {
  const { emit, onText, config } = run;
  const { onApproval } = config;
  return {
    limits: remaining(run),
    // Where the text alone is wanted, inner runs stream as well, though nobody is told.
    ...((emit ?? onText) && { forward: (event) => emit?.(within(callId, event)) }),
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

function remaining(run: ActiveRun): NestedRun['limits'] {
  const left = Object.entries(usedBy(run)).flatMap(([key, used]) => {
    const limit = run.config.limits[key as keyof NestedRun['limits']] ?? false;
    return limit === false ? [] : [[key, Math.max(0, limit - used)]];
  });
  return Object.fromEntries(left) as NestedRun['limits'];
}
