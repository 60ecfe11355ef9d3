import type { AnyTool } from '../../contracts/tool.ts';
import { ConfigError } from '../../errors/config-error.ts';
import { didYouMean } from '../../lib/nearest.ts';
import { derive } from './derive.ts';
import { renamedTool } from './renamed-tool.ts';
import type { Derived, ToolSource } from './tool-source.ts';

/** Gives tools other names, by their old ones. Throws `ConfigError` for an old name that is not there and a new one that is taken. */
export function rename<S extends ToolSource>(source: S, names: Readonly<Record<string, string>>): Derived<S> {
  const wanted = new Map(Object.entries(names));
  const known = new WeakMap<AnyTool, AnyTool>();
  const scope = {};
  return derive(source, 'rename', (tools) => {
    const present = new Set(tools.map(({ name }) => name));
    for (const old of wanted.keys()) if (!present.has(old)) throw unknown(old, present);
    return tools.map((tool) => {
      const name = wanted.get(tool.name);
      if (name === undefined || name === tool.name) return tool;
      const made = known.get(tool) ?? renamedTool(tool, name, scope);
      known.set(tool, made);
      return made;
    });
  });
}

function unknown(old: string, present: ReadonlySet<string>): ConfigError {
  return new ConfigError({
    code: 'unknown-name',
    what: `rename() knows no tool "${old}"`,
    evidence: `There are ${[...present].slice(0, 20).join(', ') || 'no tools'}`,
    fix: didYouMean(old, present).trim() || undefined,
  });
}
