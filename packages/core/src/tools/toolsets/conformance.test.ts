import type { AnyTool, JsonObject, Toolset } from '@pegboard/core';
import {
  bind,
  filter,
  merge,
  prefix,
  prepared,
  rename,
  requireApproval,
  tag,
  withOptions,
  wrapCalls,
} from '@pegboard/core/tools';
import { testToolset } from '@pegboard/testing/vitest';
import { makeTool } from './toolset.test-util.ts';

const input = {
  type: 'object',
  properties: { path: { type: 'string' }, root: { type: 'string' } },
  required: ['path', 'root'],
} satisfies JsonObject;
const made = (name: string): AnyTool => bind(makeTool(name, {}, input), { root: '/' });

/** Connects when it is opened, unless it is stuck. */
function source(stuck = false): Toolset {
  const tools = ['read', 'write', 'remove'].map(made);
  return {
    id: 'files',
    open: ({ signal }) => (stuck ? aborted(signal) : undefined),
    list: () => [...tools],
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}

function derived(stuck: boolean): Toolset {
  const files = source(stuck);
  const some = prefix(rename(filter(files, ['read', 'wr*']), { read: 'look' }), 'fs');
  const others = requireApproval(tag(filter(files, 'remove'), 'destructive'), '#destructive');
  const all = merge(some, others, made('clock'));
  return withOptions(
    wrapCalls(
      prepared(all, (spec) => spec),
      (_, next) => next(),
    ),
    { timeoutMs: 5_000 },
  );
}

testToolset(() => derived(false), {
  name: 'a toolset of derived toolsets',
  samples: {
    fs_look: [{ path: 'a' }],
    fs_write: [{ path: 'a' }],
    remove: [{ path: 'b' }],
    clock: [{ path: '' }],
  },
  stuck: () => derived(true),
});
