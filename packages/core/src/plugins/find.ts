import type { Plugin } from '../contracts/plugin.ts';
import type { Provider, Target } from '../contracts/provider.ts';
import type { AnyTool } from '../contracts/tool.ts';
import { ConfigError } from '../errors/config-error.ts';
import { didYouMean } from '../lib/nearest.ts';
import { selectTools, type ToolSelector } from '../tools/select-tools.ts';
import type { Board } from './board.ts';
import type { Slot } from './slot.ts';

/** What else may be the reason that something is not there. */
export type Excuse = () => string | undefined;

/** One thing by its name. Throws `ConfigError` with the names there are. */
export function findNamed<T>(
  kind: string,
  things: ReadonlyMap<string, T>,
  name: string,
  { remedy, excuse }: { readonly remedy: string; readonly excuse: Excuse },
): T {
  const found = things.get(name);
  if (found !== undefined) return found;
  throw new ConfigError({
    code: 'unknown-name',
    what: `There is no ${kind} "${name}"`,
    evidence: things.size > 0 ? `There are ${[...things.keys()].join(', ')}` : `No ${kind} was given`,
    fix: didYouMean(name, things.keys()).trim() || excuse() || remedy,
  });
}

export function findProvider(board: Board, name: string, excuse: Excuse): Provider {
  const remedy = `Add one: createRegistry({ providers: [${name}()] })`;
  return findNamed('provider', board.providers, name, { remedy, excuse });
}

export function findTarget(board: Board, id: string, excuse: Excuse): Target {
  const slash = typeof id === 'string' ? id.indexOf('/') : -1;
  if (slash <= 0 || slash === id.length - 1) {
    throw new ConfigError({
      what: 'A model is named by its provider and its own name',
      evidence: `got "${id}"`,
      fix: 'Write it as "openai/gpt-6-astra"',
    });
  }
  return { provider: findProvider(board, id.slice(0, slash), excuse), model: id.slice(slash + 1) };
}

/** Tools by selectors, in which `plugin:name` stands for one of that plugin. */
export function findTools(
  board: Board,
  selectors: readonly ToolSelector[],
  excuse: Excuse,
): readonly AnyTool[] {
  try {
    return selectTools(byName(board, selectors), [...board.tools.values()]);
  } catch (error) {
    const late = error instanceof ConfigError && error.code === 'unknown-name' ? excuse() : undefined;
    if (late === undefined || !(error instanceof ConfigError)) throw error;
    throw new ConfigError({ code: error.code, what: error.message, fix: late, cause: error });
  }
}

/** The selectors with every `plugin:name` in them as the name that the tool has in the registry. */
export function byName(board: Board, selectors: readonly ToolSelector[]): readonly ToolSelector[] {
  return selectors.map((selector) => {
    if (typeof selector !== 'string') return selector;
    const [, not = '', id = ''] = /^(!?)(.*)$/s.exec(selector) ?? [];
    const tool = board.ids.get(id);
    return tool ? not + tool.name : selector;
  });
}

/** The place of a plugin, by its name or itself. Throws `ConfigError` with the names there are. */
export function findSlot(slots: readonly Slot[], plugin: string | Plugin): Slot {
  const found =
    typeof plugin === 'string'
      ? slotNamed(slots, plugin)
      : slots.find(({ found: read, plugin: checked, entry }) =>
          [read, checked, entry.plugin].includes(plugin),
        );
  if (found) return found;
  const names = slots.map(({ name }) => name);
  const name = typeof plugin === 'string' ? plugin : plugin.name;
  throw new ConfigError({
    code: 'unknown-name',
    what: `There is no plugin "${name}" to replace`,
    evidence: names.length > 0 ? `There are ${names.join(', ')}` : 'No plugin was given',
    fix: didYouMean(name, names).trim() || 'Add it with registry.add()',
  });
}

/** One that has failed counts only where there is no other of the name. */
export function slotNamed(slots: readonly Slot[], name: string): Slot | undefined {
  const all = slots.filter((slot) => slot.name === name);
  return all.find(({ state }) => state !== 'failed') ?? all[0];
}
