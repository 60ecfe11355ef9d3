import type { TextPart } from '../contracts/message.ts';
import type { CallRecord } from '../contracts/run-state.ts';
import { type ActiveRun, turnCalls } from './active-run.ts';

/** Takes away a tool that was refused once more than its `maxRetries` allows in turns in a row, or `maxTotalRetries` in all; `*`, when it was names of no tool. */
export async function withdrawTools(run: ActiveRun): Promise<void> {
  const { state, config } = run;
  for (const name of new Set(turnCalls(run).filter(isUnsettling).map(budgetOf))) {
    const { maxRetries = config.maxToolRetries, maxTotalRetries = config.maxTotalToolRetries } =
      run.tools.get(name) ?? {};
    const { inARow, total } = turnsSpent(run, name);
    if (state.withdrawn.includes(name) || (inARow <= maxRetries && total <= (maxTotalRetries || Infinity)))
      continue;
    await run.record({ type: 'withdraw', name });
    const what = name === '*' ? 'All tools are' : `Tool "${name}" is`;
    const message = `${what} withdrawn for the rest of the run: calls were refused too often.`;
    run.emit?.({ type: 'warning', code: 'tool-withdrawn', message, details: { tool: name } });
  }
}

/** The refused calls of the turn in which a tool was withdrawn tell the model that there will be no other try. */
export function withdrawalNote({ state }: ActiveRun, call: CallRecord): readonly TextPart[] {
  const name = budgetOf(call);
  if (!isUnsettling(call) || !state.withdrawn.includes(name)) return [];
  const what = name === '*' ? 'No tool can be called any more' : `${name} is withdrawn`;
  return [{ type: 'text', text: `${what}; go on without it.` }];
}

function isUnsettling(call: CallRecord): boolean {
  return call.refused === true || call.status === 'retry';
}

/** Names of no tool share one budget. */
function budgetOf(call: CallRecord): string {
  return call.unknownTool ? '*' : call.name;
}

/** Turns that spent from a budget: all, and the newest that did nothing else with it; for `*`, that had no accepted call at all. */
function turnsSpent({ state }: ActiveRun, name: string): { readonly inARow: number; readonly total: number } {
  const failed = new Set<number>();
  const accepted = new Set<number>();
  for (const call of state.calls) {
    if (!isUnsettling(call) && (name === '*' || call.name === name)) accepted.add(call.turn);
    else if (budgetOf(call) === name) failed.add(call.turn);
  }
  const lastAccepted = Math.max(0, ...accepted);
  return { inARow: [...failed].filter((turn) => turn > lastAccepted).length, total: failed.size };
}
