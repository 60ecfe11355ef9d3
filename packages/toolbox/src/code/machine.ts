import type {
  QuickJSContext,
  QuickJSHandle,
  QuickJSRuntime,
  QuickJSWASMModule,
} from 'quickjs-emscripten-core';
import { prelude } from './javascript-prelude.ts';
import type { CallEnd, ScriptJob, ScriptMessage } from './script-messages.ts';

/** One script in a sandbox of its own. */
export interface Machine {
  start(): void;
  settle(end: CallEnd): void;
}

const stackBytes = 200 * 1024;
const maxInputChars = 1_000_000;

export function createMachine(
  quickJs: QuickJSWASMModule,
  job: ScriptJob,
  post: (message: ScriptMessage) => void,
): Machine {
  const runtime = quickJs.newRuntime();
  runtime.setMemoryLimit(job.memoryBytes);
  runtime.setMaxStackSize(stackBytes);
  const budget = limitTime(runtime, job.computeMs);
  const context = runtime.newContext();
  const logs = createLogs(job.maxOutputChars);
  const state = { ended: false, open: 0, calls: 0 };
  const end = (message: ScriptMessage): void => {
    if (!state.ended) post(message);
    state.ended = true;
  };
  const fail = (problem: string): void => {
    const told = budget.isSpent()
      ? `The script worked for more than ${job.computeMs} ms and was stopped.`
      : problem;
    end({ type: 'failed', problem: told, logs: logs.lines });
  };
  const hosts = [
    hostFunction(context, 'send', (id: number, name: string, input: string) => {
      if (++state.calls > job.maxCalls) return `a script may make ${job.maxCalls} calls`;
      if (input.length > maxInputChars) return `the input of a call may have ${maxInputChars} characters`;
      state.open++;
      post({ type: 'call', id, name, input });
      return undefined;
    }),
    hostFunction(context, 'print', (line: string) => logs.add(line)),
    hostFunction(context, 'finish', (ok: boolean, text: string) => {
      if (!ok) fail(text);
      else if (text.length > job.maxOutputChars)
        fail(
          `The result has ${text.length} characters, more than the ${job.maxOutputChars} that are allowed. Return less.`,
        );
      else end({ type: 'done', value: text, logs: logs.lines });
      return undefined;
    }),
  ];
  const inside = context.unwrapResult(
    context.callFunction(
      context.unwrapResult(context.evalCode(prelude, 'prelude.js')),
      context.undefined,
      ...hosts,
      listOf(context, job.names),
    ),
  );
  const member = (name: string): QuickJSHandle => context.getProp(inside, name);
  const [settle, watch, told] = [member('settle'), member('watch'), member('told')];

  /** Runs what is ready; afterwards the script has ended, waits for calls, or will never end. */
  const turn = (work: () => string | undefined): void => {
    if (state.ended) return;
    budget.begin();
    let problem = work();
    while (problem === undefined && !state.ended && runtime.hasPendingJob()) {
      const { error } = runtime.executePendingJobs(1_000);
      if (error) problem = describe(context, told, error);
    }
    budget.end();
    if (budget.isSpent()) fail('');
    else if (problem !== undefined) fail(problem);
    else if (!state.ended && state.open > 0) post({ type: 'idle' });
    else if (!state.ended) fail('The script waits for something that will never happen.');
  };
  const called = (callee: QuickJSHandle, ...args: QuickJSHandle[]): string | undefined => {
    const { error } = context.callFunction(callee, context.undefined, ...args);
    return error && describe(context, told, error);
  };
  return {
    start: () =>
      turn(() => {
        const started = context.evalCode(`(async () => {${job.code}\n})()`, 'script.js');
        return started.error ? describe(context, told, started.error) : called(watch, started.value);
      }),
    settle: ({ id, ok, text }) => {
      state.open--;
      turn(() =>
        called(settle, context.newNumber(id), ok ? context.true : context.false, context.newString(text)),
      );
    },
  };
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

function createLogs(maxChars: number): { readonly lines: string[]; add(line: string): undefined } {
  const lines: string[] = [];
  let room = maxChars;
  return {
    lines,
    add(line) {
      if (room <= 0) return undefined;
      lines.push(
        line.length > room ? `${line.slice(0, room)} … (the rest of what was logged is left out)` : line,
      );
      room -= line.length + 1;
      return undefined;
    },
  };
}

type Plain = string | number | boolean;

/** A function of texts, numbers and truth values; a text that it returns is thrown inside. */
function hostFunction(
  context: QuickJSContext,
  name: string,
  work: (...args: never[]) => string | undefined,
): QuickJSHandle {
  return context.newFunction(name, (...handles) => {
    const args = handles.map((handle) => plain(context, handle));
    const problem = work(...(args as never[])); // what the prelude calls it with
    return problem === undefined ? context.undefined : { error: context.newError(problem) };
  });
}

function plain(context: QuickJSContext, handle: QuickJSHandle): Plain {
  const type = context.typeof(handle);
  if (type === 'number') return context.getNumber(handle);
  return type === 'boolean' ? Boolean(context.dump(handle)) : context.getString(handle);
}

function listOf(context: QuickJSContext, names: readonly string[]): QuickJSHandle {
  const list = context.newArray();
  names.forEach((name, at) => context.setProp(list, at, context.newString(name)));
  return list;
}

/** An error in words; it is written inside the sandbox, where its members may be traps. */
function describe(context: QuickJSContext, told: QuickJSHandle, error: QuickJSHandle): string {
  const words = context.callFunction(told, context.undefined, error);
  return words.error ? 'The script failed.' : context.getString(words.value);
}
