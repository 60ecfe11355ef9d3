import type { Hooks, JsonValue } from '@pegboard/core';
import { definePlugin, type PluginFs } from '@pegboard/core/plugin';
import * as z from 'zod';

export const plugin = definePlugin({
  name: 'acme-pegboard-audit',
  version: '1.0.0',
  api: 1,
  config: z.object({ tools: z.array(z.string()).optional() }),
  permissions: { fs: ['audit'] },
  setup: ({ config, fs }) => ({ hooks: [audit(fs, config.tools)] }),
});

/** One call, as it is written down. */
interface Entry {
  readonly at: string;
  readonly tool: string;
  readonly input: JsonValue;
  readonly status: string;
  readonly ms: number;
}

/** Writes down the calls of a run, of all tools or of some, in a file of the run. A file that cannot be written fails the run. */
function audit(files: PluginFs, tools?: readonly string[]): Hooks {
  const runs = new Map<string, Entry[]>();
  return {
    name: 'audit',
    async run({ runId }, next) {
      const entries: Entry[] = [];
      runs.set(runId, entries);
      await next();
      runs.delete(runId);
      const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
      if (lines !== '') await files.writeFile(`audit/${runId}.jsonl`, lines);
    },
    async tool({ runId, name, input }, next) {
      const started = Date.now();
      const outcome = await next();
      if (tools === undefined || tools.includes(name)) {
        const at = new Date(started).toISOString();
        runs.get(runId)?.push({ at, tool: name, input, status: outcome.status, ms: Date.now() - started });
      }
      return outcome;
    },
  };
}
