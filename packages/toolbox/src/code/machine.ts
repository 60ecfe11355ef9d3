import type {
  QuickJSContext,
  QuickJSHandle,
  QuickJSRuntime,
  QuickJSWASMModule,
} from 'quickjs-emscripten-core';
import { describe, hostFunction, listOf } from './border.ts';
import { prelude } from './javascript-prelude.ts';
import type { CallEnd, ScriptJob, ScriptMessage } from './script-messages.ts';
import { createReport, type ScriptReport } from './script-report.ts';

/** One script in a sandbox of its own. */
export interface Machine {
  start(): void;
  settle(end: CallEnd): void;
}

type Post = (message: ScriptMessage) => void;

const stackBytes = 200 * 1024;
const maxInputChars = 1_000_000;

export function createMachine(quickJs: QuickJSWASMModule, job: ScriptJob, post: Post): Machine {
  const runtime = quickJs.newRuntime();
  runtime.setMemoryLimit(job.memoryBytes);
  runtime.setMaxStackSize(stackBytes);
  const budget = limitTime(runtime, job.computeMs);
  const context = runtime.newContext();
  const report = createReport(job, () => budget.isSpent(), post);
  const calls = countCalls(job, post);
  const { settle, watch, told } = furnish(context, job, { report, send: calls.send });
  const called = (callee: QuickJSHandle, ...args: QuickJSHandle[]): string | undefined => {
    const { error } = context.callFunction(callee, context.undefined, ...args);
    return error && describe(context, told, error);
  };
  /** Runs what is ready; afterwards the script has ended, waits for calls, or will never end. */
  const turn = (work: () => string | undefined): void => {
    if (report.hasEnded()) return;
    budget.begin();
    let problem = work();
    while (problem === undefined && !report.hasEnded() && runtime.hasPendingJob()) {
      const { error } = runtime.executePendingJobs(1_000);
      if (error) problem = describe(context, told, error);
    }
    budget.end();
    if (budget.isSpent() || problem !== undefined) report.fail(problem ?? '');
    else if (!report.hasEnded() && calls.open > 0) post({ type: 'idle' });
    else report.fail('The script waits for something that will never happen.');
  };
  return {
    start: () =>
      turn(() => {
        const started = context.evalCode(`(async () => {${job.code}\n})()`, 'script.js');
        return started.error ? describe(context, told, started.error) : called(watch, started.value);
      }),
    settle: ({ id, ok, text }) => {
      calls.open--;
      turn(() =>
        called(settle, context.newNumber(id), ok ? context.true : context.false, context.newString(text)),
      );
    },
  };
}

type Send = (id: number, name: string, input: string) => string | undefined;

/** The calls that a script makes, and how many of them are open. */
function countCalls({ maxCalls }: ScriptJob, post: Post): { open: number; readonly send: Send } {
  let made = 0;
  const calls = {
    open: 0,
    send: (id: number, name: string, input: string): string | undefined => {
      if (++made > maxCalls) return `a script may make ${maxCalls} calls`;
      if (input.length > maxInputChars) return `the input of a call may have ${maxInputChars} characters`;
      calls.open++;
      post({ type: 'call', id, name, input });
      return undefined;
    },
  };
  return calls;
}

interface Furniture {
  readonly settle: QuickJSHandle;
  readonly watch: QuickJSHandle;
  readonly told: QuickJSHandle;
}

/** Puts `tools` and `console` into a new context; gives the functions of the prelude. */
function furnish(
  context: QuickJSContext,
  { names }: ScriptJob,
  { report, send }: { readonly report: ScriptReport; readonly send: Send },
): Furniture {
  const finish = (ok: boolean, text: string): undefined => {
    if (ok) report.done(text);
    else report.fail(text);
  };
  const inside = context.unwrapResult(
    context.callFunction(
      context.unwrapResult(context.evalCode(prelude, 'prelude.js')),
      context.undefined,
      hostFunction(context, 'send', send),
      hostFunction(context, 'print', (line: string) => report.log(line)),
      hostFunction(context, 'finish', finish),
      listOf(context, names),
    ),
  );
  const member = (name: string): QuickJSHandle => context.getProp(inside, name);
  return { settle: member('settle'), watch: member('watch'), told: member('told') };
}

/** The interrupt handler counts only while the sandbox works. */
function limitTime(
  runtime: QuickJSRuntime,
  computeMs: number,
): { begin(): void; end(): void; isSpent(): boolean } {
  let spent = 0;
  let since = performance.now();
  const isSpent = (): boolean => spent > computeMs;
  runtime.setInterruptHandler(() => {
    const now = performance.now();
    spent += now - since;
    since = now;
    return isSpent();
  });
  return {
    begin: () => (since = performance.now()),
    end: () => (spent += performance.now() - since),
    isSpent,
  };
}
