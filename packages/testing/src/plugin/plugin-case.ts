import type { ConformanceCase, Skipped } from '../conformance/conformance-case.ts';
import { settle, within } from '../conformance/settle.ts';
import { createBench } from './create-bench.ts';
import type { PluginBench, PluginSubject } from './plugin-subject.ts';

export type PluginCase = ConformanceCase<PluginSubject>;

type Body = (bench: PluginBench) => Promise<Skipped | undefined | void>;

/** A case on a plugin that was made for it; every registry that it was put into is disposed of. */
export function pluginCase(name: string, body: Body): PluginCase {
  return {
    name,
    async run(subject) {
      const { settleMs = 5000 } = subject;
      const plugin = await within('create', Promise.resolve(subject.create()), settleMs);
      const { bench, end } = createBench(subject, plugin);
      try {
        return await body(bench);
      } finally {
        await settle('disposing', end(), settleMs * 2);
      }
    },
  };
}
