import { ToolFailure } from '@pegboard/core';
import { pause } from '../lib/pause.ts';
import { around, echo, tools, type ToolsetMutant } from './toolset-mutant.ts';

const never = new Promise<never>(() => undefined);
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Wrong when its tools are called. */
export const callMutants: readonly ToolsetMutant[] = [
  tools('lacks a tool', 'a sample gives a result that can be sent', ([, ...rest]) => rest),
  echo('gives a function', 'a sample gives a result that can be sent', () => () => () => 1),
  echo('throws', 'a sample gives a result that can be sent', () => () => {
    throw new RangeError('not connected');
  }),
  echo('fails for empty text', 'a sample gives a result that can be sent', () => ({ text }) => {
    if (text === '') throw new ToolFailure('no text');
    return text;
  }),
  echo('works once', 'all samples in one turn succeed', () => {
    let calls = 0;
    return () => {
      if (++calls > 2) throw new ToolFailure('used up');
      return calls;
    };
  }),
  echo('cannot run twice at the same time', 'all samples in one turn succeed', () => {
    let busy = false;
    return async () => {
      if (busy) throw new ToolFailure('busy');
      busy = true;
      await nextTurn();
      busy = false;
      return 'done';
    };
  }),
  echo('serves one run at a time', 'samples of runs at the same time succeed', () => {
    let running = 0;
    return async () => {
      if (++running > 4) throw new ToolFailure('too many');
      // Runs that begin together do not always reach their tools in the same turn of the event loop.
      await pause(30);
      running -= 1;
      return 'done';
    };
  }),
  around(
    'disconnects listed tools at the next list',
    'tools that were listed before go on working',
    (toolset) => {
      let current = 0;
      return {
        async list(ctx) {
          const number = ++current;
          const listed = await toolset.list(ctx);
          return listed.map((tool) =>
            Object.freeze({
              ...tool,
              ...(tool.execute && {
                execute: (...args: Parameters<typeof tool.execute>) => {
                  if (number !== current) throw new ToolFailure('an old tool');
                  return tool.execute?.(...args);
                },
              }),
            }),
          );
        },
      };
    },
  ),
  echo('writes to its input', 'a tool leaves its input as it was', () => (input) => {
    input.text += '!';
    return input.text;
  }),
  echo(
    'goes on for ever after an abort',
    'an execution that is aborted ends',
    () =>
      async (_, { signal }) => {
        await nextTurn();
        return signal.aborted ? never : 'done';
      },
  ),
  echo('stays locked after an abort', 'an aborted call does not spoil the next', () => {
    let locked = false;
    return async (_, { signal }) => {
      if (locked) throw new ToolFailure('locked');
      await nextTurn();
      locked = signal.aborted;
      return 'done';
    };
  }),
  around('hangs in calls after disposal', 'a call after disposal ends', (toolset) => {
    let closed = false;
    return {
      list: async (ctx) =>
        (await toolset.list(ctx)).map((tool) =>
          tool.execute
            ? Object.freeze({
                ...tool,
                execute: (...args: Parameters<typeof tool.execute>) =>
                  closed ? never : tool.execute?.(...args),
              })
            : tool,
        ),
      [Symbol.asyncDispose]: () => ((closed = true), Promise.resolve()),
    };
  }),
];
