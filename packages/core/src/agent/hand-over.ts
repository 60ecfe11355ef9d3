import { type ActiveRun, turnCalls } from './active-run.ts';
import { emitter, type Listener } from './emitter.ts';
import { type Handoff, handoffOf } from './handoff-target.ts';
import { typedOutput } from './output/typed-output.ts';
import { listTools } from './turn-options.ts';

/** Hands the run to the agent that a call of this turn has named; the first one counts. */
export async function handOver(run: ActiveRun): Promise<void> {
  const { state } = run;
  const call = turnCalls(run).find(({ handoff, status }) => handoff && status === 'success');
  if (!call?.handoff || state.handoffs?.at(-1)?.turn === state.turn) return;
  // A resumed run has not prepared this turn itself.
  const tools = run.preparedTurn === state.turn ? run.tools.values() : await listTools(run);
  const handoff = handoffOf(tools, call.handoff, call.name);
  const { name: to, options } = handoff.agent();
  const { version } = options;
  const from = state.agent.name;
  const agent = { name: to, ...(version !== undefined && { version }) };
  await run.record({ type: 'handoff', agent, tool: call.name });
  switchTo(run, handoff);
  run.emit?.({ type: 'handoff', from, to });
}

/** Goes on as the agent that the run was handed to last. */
export async function switchAgent(run: ActiveRun): Promise<void> {
  for (const { agent, tool } of run.state.handoffs ?? [])
    switchTo(run, handoffOf(await listTools(run), agent, tool));
}

function switchTo(run: ActiveRun, { agent, takeOver }: Handoff): void {
  const { hooks } = run.config;
  const config = takeOver(run.config, agent());
  run.config = config;
  run.output = config.output && typedOutput(config.output, config);
  run.stream = run.clocks = undefined;
  const listeners: Listener[] = run.emit ? [run.emit] : [];
  for (const each of config.hooks)
    if (each.onEvent && !hooks.includes(each)) listeners.push((event) => each.onEvent?.(event));
  run.emit = emitter(run.state, listeners);
}
