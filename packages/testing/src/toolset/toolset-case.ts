import type { AnyTool, Awaitable, JsonObject, PrepareContext, Toolset } from '@pegboard/core';
import { settle, within } from '../conformance/settle.ts';
import type { ConformanceCase, Skipped } from '../conformance/conformance-case.ts';

/** What `testToolset` is given: makes a toolset that shares nothing with the ones made before. */
export interface ToolsetSubject {
  readonly create: () => Awaitable<Toolset>;
  /** Inputs that must work, by the names of tools. Cases that call tools are skipped without. */
  readonly samples?: Readonly<Record<string, readonly JsonObject[]>>;
  /** A toolset whose source never answers, so that only an abort ends `open` or `list`. Cases that need it are skipped without. */
  readonly stuck?: () => Awaitable<Toolset>;
  /** What `context` is in every call; default undefined. */
  readonly context?: unknown;
  /** Milliseconds in which whatever the toolset does must be over; default 5,000. */
  readonly settleMs?: number;
}

export type ToolsetCase = ConformanceCase<ToolsetSubject>;

/** A toolset and short ways to use it. */
export interface ToolsetBench {
  readonly toolset: Toolset;
  readonly subject: ToolsetSubject;
  /** What an agent asks with; each is of another run. */
  readonly newRun: (signal?: AbortSignal) => PrepareContext;
  /** Opens the toolset for a new run and lists it. */
  readonly listed: (toolset?: Toolset) => Promise<readonly AnyTool[]>;
  /** Fails, naming `what`, when the promise does not settle in `settleMs`. */
  readonly inTime: <T>(what: string, promise: Awaitable<T>) => Promise<T>;
}

type Body = (bench: ToolsetBench) => Promise<Skipped | undefined | void>;

/** A case on one fresh toolset, disposed of afterwards. */
export function toolsetCase(name: string, body: Body): ToolsetCase {
  return {
    name,
    async run(subject) {
      const toolset = await subject.create();
      try {
        return await body(benchOf(toolset, subject));
      } finally {
        await settle('disposing', dispose(toolset), subject.settleMs);
      }
    },
  };
}

let runs = 0;

function benchOf(toolset: Toolset, subject: ToolsetSubject): ToolsetBench {
  const { settleMs = 5000 } = subject;
  const inTime = async <T>(what: string, promise: Awaitable<T>): Promise<T> =>
    within(what, Promise.resolve(promise), settleMs);
  const newRun = (signal = new AbortController().signal): PrepareContext => ({
    context: subject.context,
    messages: [],
    runId: `run_${++runs}`,
    turn: 1,
    signal,
  });
  return {
    toolset,
    subject,
    newRun,
    inTime,
    async listed(of = toolset) {
      const ctx = newRun();
      await inTime('open', of.open?.(ctx));
      return inTime('list', of.list(ctx));
    },
  };
}

export async function dispose(toolset: Toolset): Promise<void> {
  await toolset[Symbol.asyncDispose]?.();
}
