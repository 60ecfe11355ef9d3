import { expect, test } from 'vitest';
import type { AgentSetup, Library } from '../contenders/contender.ts';
import { pegboard } from '../contenders/pegboard.ts';
import { piecesOf, readPlan, writePlan } from '../server/plan.ts';
import { openRun } from './open-run.ts';
import type { Bench } from './scenario.ts';

const plan = { steps: 2 };
const answer = piecesOf(readPlan(writePlan(plan))).join('');

function benchOf(run: (setup: AgentSetup) => Promise<string>): Bench {
  const library: Library = {
    agent: (setup) => () => ({
      run: () => run(setup),
      stream: async (onText) => {
        const text = await run(setup);
        onText(text);
        return text;
      },
    }),
  };
  return { contender: pegboard, wire: 'chat', load: async () => library, url: writePlan };
}

test('a library that knows the answer without running the tools has no figure', async () => {
  const { run, check } = await openRun(
    benchOf(async () => answer),
    { plan },
  );
  await run();
  expect(check).toThrow('1 runs made 0 calls; 2 each were asked for.');
});

test('a library that gives its tools other input has no figure', async () => {
  const { run, check } = await openRun(
    benchOf(async ({ tools: [tool] }) => {
      await tool?.execute({ query: 'question 0', count: 0 });
      await tool?.execute({ query: 'question 1', count: 7 });
      return answer;
    }),
    { plan },
  );
  await run();
  expect(check).toThrow(RangeError);
});

test('a library that does its work passes, run after run', async () => {
  const { run, stream, check } = await openRun(
    benchOf(async ({ tools: [tool] }) => {
      await tool?.execute({ query: 'question 0', count: 0 });
      await tool?.execute({ query: 'question 1', count: 1 });
      return answer;
    }),
    { plan },
  );
  await run();
  await stream();
  check();
  await run();
  check();
});

test('a library that gives another text fails its run', async () => {
  const { run, stream } = await openRun(
    benchOf(async () => `${answer}.`),
    { plan },
  );
  await expect(run()).rejects.toThrow('The answer was');
  await expect(stream()).rejects.toThrow('The answer was');
});
