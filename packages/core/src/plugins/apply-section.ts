import type { SectionContributions } from '../contracts/plugin.ts';
import { withDeadline } from '../lib/deadline.ts';
import { checkSectionContributions } from './check-contributions.ts';
import { failureAt, PluginFailure } from './diagnostics.ts';
import type { Host } from './host.ts';
import type { Claim } from './registration.ts';
import { validated } from './validated.ts';

/** Validates the value of a section and lets its plugin apply it. Rejects with `PluginFailure`. */
export async function applySection(
  { name, section, apply, instance }: Claim,
  value: unknown,
  host: Host,
  agent?: string,
): Promise<SectionContributions> {
  const { schema, at } = section;
  if (at !== undefined && at !== (agent === undefined ? 'top' : 'agent')) throw misplaced(name, at);
  const read = schema ? await validated(schema, value, `section "${name}"`, host) : value;
  const signal = AbortSignal.any([instance.signal, host.signal]);
  const ctx = {
    ...(agent !== undefined && { agent }),
    signal: instance.signal,
    onDispose: (callback: () => void) => instance.onDispose(callback),
  };
  let applied: unknown;
  try {
    // Its own schema has let the value through.
    applied = await withDeadline(() => apply(read as never, ctx), { ms: host.deadlines.setupMs, signal });
  } catch (error) {
    throw failureAt('setup', error);
  }
  const contributions = checkSectionContributions(applied, name);
  for (const toolset of contributions.toolsets ?? [])
    instance.onDispose(async () => toolset[Symbol.asyncDispose]?.());
  return contributions;
}

function misplaced(name: string, at: 'top' | 'agent'): PluginFailure {
  return new PluginFailure('configured', {
    cause: `the section "${name}" stands in the wrong place`,
    hint: at === 'top' ? 'Put it at the top of the configuration' : "Put it into an agent's entry",
  });
}
