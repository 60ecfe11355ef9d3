import type { PluginBrand } from '../contracts/plugin.ts';

/** Version of this package, as in its package.json. */
export const coreVersion = '0.0.0';

const listed: unique symbol = Symbol.for('pegboard.copies') as never;

let own: PluginBrand | undefined;

/**
 * The mark of this loaded copy. With its first use the copy enters a list of all copies in the process, so that each can name the others.
 * It is not made when the module loads: a module without effects can be left out of a bundle.
 */
export function thisCopy(): PluginBrand {
  if (own) return own;
  own = Object.freeze({ core: coreVersion, copy: Object.freeze({}) });
  copies().push(own);
  return own;
}

/** Versions of the other copies that have defined or registered plugins in this process. */
export function otherCopies(): readonly string[] {
  const mine = thisCopy();
  return copies()
    .filter((copy) => copy.copy !== mine.copy)
    .map(({ core }) => core);
}

function copies(): PluginBrand[] {
  const shared = globalThis as { [listed]?: PluginBrand[] };
  return (shared[listed] ??= []);
}
