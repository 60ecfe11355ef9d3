import type { AnyTool, CallRecord } from '@pegboard/core';
import { wrapCalls } from '@pegboard/core/tools';
import { canonical, check, checkSame } from '../../conformance/check.ts';
import { settle } from '../../conformance/settle.ts';
import { callTools, sampleCalls } from '../call-tool.ts';
import { dispose, type ToolsetBench, toolsetCase } from '../toolset-case.ts';

const noSamples = { skipped: 'no samples in the options' };
type Calls = ReturnType<typeof sampleCalls>;
type Body = (bench: ToolsetBench, tools: readonly AnyTool[], calls: Calls) => Promise<void>;

const sampleCase = (name: string, body: Body): ReturnType<typeof toolsetCase> =>
  toolsetCase(name, async (bench) => {
    const tools = await bench.listed();
    const calls = sampleCalls(bench, tools);
    return calls.length === 0 ? noSamples : body(bench, tools, calls);
  });

export const callCases = [
  sampleCase('a sample gives a result that can be sent', async (bench, tools, calls) => {
    for (const call of calls) checkSuccess(await callTools(bench, tools, [call]));
  }),
  sampleCase('all samples in one turn succeed', async (bench, tools, calls) => {
    checkSuccess(await callTools(bench, tools, [...calls, ...calls, ...calls]));
  }),
  sampleCase('samples of runs at the same time succeed', async (bench, tools, calls) => {
    const runs = Array.from({ length: 4 }, () => callTools(bench, tools, calls));
    for (const records of await Promise.all(runs)) checkSuccess(records);
  }),
  sampleCase('tools that were listed before go on working', async (bench, tools, calls) => {
    await bench.listed();
    checkSuccess(await callTools(bench, tools, calls));
  }),
  sampleCase('a tool leaves its input as it was', async (bench, tools, calls) => {
    const watched = tools.map((tool) =>
      wrapCalls(tool, async ({ name, input }, next) => {
        const before = canonical(input);
        const returned = await next();
        checkSame(canonical(input), before, `the input of "${name}" after the call`);
        return returned;
      }),
    );
    checkSuccess(await callTools(bench, watched, calls));
  }),
  sampleCase('an execution that is aborted ends', async (bench, tools, calls) => {
    for (const call of calls) await abortedEnds(bench, tools, call);
  }),
  sampleCase('an aborted call does not spoil the next', async (bench, tools, calls) => {
    for (const call of calls) await abortedEnds(bench, tools, call);
    checkSuccess(await callTools(bench, tools, calls));
  }),
  sampleCase('a call after disposal ends', async (bench, tools, calls) => {
    await dispose(bench.toolset);
    const executions: Promise<unknown>[] = [];
    await callTools(bench, watchedBy(tools, executions), calls);
    for (const execution of executions)
      await settle('a call after disposal', execution, bench.subject.settleMs);
  }),
];

/** Aborts a run as soon as a tool is entered, and waits for what the tool does then. */
async function abortedEnds(
  bench: ToolsetBench,
  tools: readonly AnyTool[],
  call: Calls[number],
): Promise<void> {
  const controller = new AbortController();
  const executions: Promise<unknown>[] = [];
  const watched = watchedBy(tools, executions, () => controller.abort());
  const records = await callTools(bench, watched, [call], { signal: controller.signal });
  check(records.length === 1, `the call of "${call.name}" should be in the record`);
  for (const execution of executions) {
    await settle(`"${call.name}" after the abort`, execution, bench.subject.settleMs);
  }
}

function watchedBy(
  tools: readonly AnyTool[],
  executions: Promise<unknown>[],
  entered: () => void = () => undefined,
): readonly AnyTool[] {
  return tools.map((tool) =>
    wrapCalls(tool, (_, next) => {
      const execution = next();
      executions.push(execution);
      // It may reject when nobody waits any more.
      execution.catch(() => undefined);
      entered();
      return execution;
    }),
  );
}

function checkSuccess(records: readonly CallRecord[]): void {
  for (const { name, status, error } of records) {
    check(status === 'success', `a call of "${name}" should succeed: ${status}, ${error ?? 'no error'}`);
  }
}
