import type { AgentSetup, BenchTool, ChatMessage } from '../contenders/contender.ts';
import { argumentsOf, piecesOf, type Plan, readPlan, writePlan } from '../server/plan.ts';
import type { Bench } from './scenario.ts';
import { type Execute, plainTools } from './tools.ts';

export interface RunOptions {
  readonly plan: Partial<Plan>;
  /** What each tool does before it answers. */
  readonly work?: () => Promise<unknown>;
  readonly history?: readonly ChatMessage[];
  readonly tools?: (execute: Execute) => readonly BenchTool[];
  /** Told of every call. */
  readonly onCall?: () => void;
}

/** A conversation that can be gone through again and again, whose outcome is checked each time. */
export interface CheckedRun {
  readonly run: () => Promise<void>;
  /** `onText` is told of every piece. */
  readonly stream: (onText?: (text: string) => void) => Promise<void>;
  /** Throws unless the tools ran as often, and with the input, that the runs since the last time asked for. */
  readonly check: () => void;
}

/** Loads the library and makes an agent with tools that count what they are given. */
export async function openRun(bench: Bench, options: RunOptions): Promise<CheckedRun> {
  const plan = readPlan(writePlan(options.plan));
  const seen = { runs: 0, calls: 0, sum: 0 };
  const execute: Execute = async ({ query, count }) => {
    seen.calls += 1;
    seen.sum += count + query.length;
    options.onCall?.();
    await options.work?.();
    return `found ${count}`;
  };
  const makeTools = options.tools ?? ((run) => plainTools(plan.tools, run));
  const library = await bench.load();
  const agent = library.agent(setupOf(bench, plan, makeTools(execute)));
  const chat: ChatMessage[] = [
    ...(options.history ?? []),
    { role: 'user', text: 'Look it up, then tell me.' },
  ];
  const conversation = agent(chat);
  const expected = piecesOf(plan).join('');
  return {
    run: async () => {
      seen.runs += 1;
      expectText(await conversation.run(), expected);
    },
    stream: async (onText) => {
      seen.runs += 1;
      let streamed = '';
      const text = await conversation.stream((piece) => {
        streamed += piece;
        onText?.(piece);
      });
      expectText(streamed, expected);
      expectText(text, expected);
    },
    check: () => {
      const once = callsOf(plan);
      if (seen.calls !== once.calls * seen.runs || seen.sum !== once.sum * seen.runs) {
        throw new RangeError(
          `${seen.runs} runs made ${seen.calls} calls; ${once.calls} each were asked for.`,
        );
      }
      Object.assign(seen, { runs: 0, calls: 0, sum: 0 });
    },
  };
}

export function setupOf(bench: Bench, plan: Plan, tools: readonly BenchTool[]): AgentSetup {
  return {
    baseURL: bench.url(plan),
    model: bench.wire === 'chat' ? 'gpt-bench' : 'claude-bench',
    instructions: 'You help people to look things up.',
    tools,
    maxSteps: plan.steps + 5,
  };
}

function callsOf(plan: Plan): { readonly calls: number; readonly sum: number } {
  let sum = 0;
  for (let step = 0; step < plan.steps; step++) {
    for (let call = 0; call < plan.calls; call++) {
      const { query, count } = JSON.parse(argumentsOf(plan, step, call)) as { query: string; count: number };
      sum += count + query.length;
    }
  }
  return { calls: plan.steps * plan.calls, sum };
}

function expectText(text: string, expected: string): void {
  if (text !== expected)
    throw new RangeError(`The answer was "${text.slice(0, 80)}", not "${expected.slice(0, 80)}".`);
}
