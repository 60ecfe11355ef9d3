import type { Toolset } from '@pegboard/core';
import { pause } from '../lib/pause.ts';
import { referenceToolset } from './reference-toolset.ts';
import { around, step, stuck, type ToolsetMutant } from './toolset-mutant.ts';

const never = new Promise<never>(() => undefined);
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const lifecycle: readonly ToolsetMutant[] = [
  around('hangs before open', 'a list before open lists or rejects, and spoils nothing', (toolset) => {
    let open = false;
    return {
      open: (ctx) => ((open = true), toolset.open(ctx)),
      list: (ctx) => (open ? toolset.list(ctx) : never),
    };
  }),
  around(
    'lists nothing for ever when it was not open',
    'a list before open lists or rejects, and spoils nothing',
    (toolset) => {
      let opened: boolean | undefined;
      return {
        open: (ctx) => ((opened ??= true), toolset.open(ctx)),
        async list(ctx) {
          opened ??= false;
          return opened ? toolset.list(ctx) : [];
        },
      };
    },
  ),
  around(
    'rejects before open with nothing',
    'a list before open lists or rejects, and spoils nothing',
    (toolset) => {
      let open = false;
      return {
        open: (ctx) => ((open = true), toolset.open(ctx)),
        list: (ctx) => (open ? toolset.list(ctx) : Promise.reject(new RangeError(''))),
      };
    },
  ),
  around('can be opened once', 'open again, for another run, is fine', (toolset) => {
    let times = 0;
    return {
      async open(ctx) {
        if (++times > 1) throw new RangeError('it is open already');
        await toolset.open(ctx);
      },
    };
  }),
  around('cannot be disposed of before open', 'disposing before open is fine', (toolset) => {
    let open = false;
    return {
      open: (ctx) => ((open = true), toolset.open(ctx)),
      async [Symbol.asyncDispose]() {
        if (!open) throw new RangeError('nothing to close');
      },
    };
  }),
  around('cannot be disposed of twice', 'disposing twice is fine, also at the same time', (toolset) => {
    let times = 0;
    return {
      async [Symbol.asyncDispose]() {
        if (++times > 1) throw new RangeError('closed already');
        await toolset[Symbol.asyncDispose]();
      },
    };
  }),
  around('hangs in disposal', 'disposing twice is fine, also at the same time', () => ({
    [Symbol.asyncDispose]: () => never,
  })),
  around('lists after disposal', 'after disposal list rejects and says why', () => ({
    [Symbol.asyncDispose]: () => Promise.resolve(),
  })),
  step('rejects after disposal without saying why', 'after disposal list rejects and says why', {
    onClosed() {
      throw new TypeError("Cannot read properties of undefined (reading 'send')");
    },
  }),
  around('hangs after disposal', 'after disposal list rejects and says why', (toolset) => {
    let closed = false;
    return {
      list: (ctx) => (closed ? never : toolset.list(ctx)),
      [Symbol.asyncDispose]: () => ((closed = true), Promise.resolve()),
    };
  }),
  around('comes back when it is opened', 'open does not bring a disposed toolset back', (toolset) => {
    let closed = false;
    return {
      open: () => void (closed = false),
      list: (ctx) => (closed ? Promise.reject(new RangeError('disposed of')) : toolset.list(ctx)),
      [Symbol.asyncDispose]: () => ((closed = true), Promise.resolve()),
    };
  }),
  around('forgets a list at disposal', 'disposal during a list lets both end', (toolset) => {
    let closed = false;
    return {
      async list(ctx) {
        const list = await toolset.list(ctx);
        await nextTurn();
        return closed ? never : list;
      },
      [Symbol.asyncDispose]: () => ((closed = true), Promise.resolve()),
    };
  }),
  {
    ...step('shares its connection with all others', 'disposing of one leaves others alone', {}),
    create: () => sharing(),
  },
];

let shared: Toolset | undefined;

function sharing(): Toolset {
  const own = (shared ??= referenceToolset());
  return {
    ...own,
    async [Symbol.asyncDispose]() {
      shared = undefined;
      await own[Symbol.asyncDispose]?.();
    },
  };
}

const aborts: readonly ToolsetMutant[] = [
  step(
    'rejects with an error of its own when aborted',
    'an aborted signal ends open and list at once, or does not matter',
    {
      onAbort(signal) {
        if (signal.aborted) throw new RangeError('stopped');
      },
    },
  ),
  step(
    'never ends when it is aborted',
    'an abort while it opens and lists rejects with the reason, or comes too late',
    {
      connect: (signal) => new Promise((resolve) => setImmediate(() => void (signal.aborted || resolve()))),
    },
  ),
  around('remembers that opening failed', 'an aborted run does not spoil the next', (toolset) => {
    let opening: Promise<void> | undefined;
    return { open: (ctx) => (opening ??= Promise.resolve(toolset.open(ctx))) };
  }),
  around(
    'opens for all runs with the signal of the first',
    'the abort of one run leaves another alone',
    (toolset) => {
      let opening: Promise<void> | undefined;
      return {
        async open(ctx) {
          opening ??= Promise.resolve(toolset.open(ctx));
          await opening.finally(() => (opening = undefined));
        },
      };
    },
  ),
  around(
    'ends with the run that opened it',
    'an abort after a run takes nothing from the next',
    (toolset) => ({
      async open(ctx) {
        await toolset.open(ctx);
        ctx.signal.addEventListener('abort', () => void toolset[Symbol.asyncDispose]());
      },
    }),
  ),
  stuck('ignores an abort', 'an abort ends waiting for a source that never answers', () =>
    referenceToolset({ connect: () => never }),
  ),
  stuck('rejects with another reason', 'an abort ends waiting for a source that never answers', () =>
    referenceToolset({
      connect: (signal) => pause(Infinity, signal).catch(() => Promise.reject(new RangeError('stopped'))),
    }),
  ),
  stuck('lists nothing when it is aborted', 'an abort ends waiting for a source that never answers', () => ({
    list: ({ signal }) => pause(Infinity, signal).then(undefined, () => []),
  })),
  stuck(
    'waits for the source before it closes',
    'disposal ends waiting for a source that never answers',
    () => referenceToolset({ connect: (signal) => pause(Infinity, signal), disconnect: () => never }),
  ),
];

/** Wrong when they are opened, aborted or disposed of. */
export const lifecycleMutants: readonly ToolsetMutant[] = [...lifecycle, ...aborts];
