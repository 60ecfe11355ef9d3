import type { BuiltinSupport } from '../contracts/builtin-tool.ts';
import type { Target } from '../contracts/provider.ts';

/** The builtin tools that all targets have, with the options that all take; undefined where something is not known. */
export function commonBuiltins(targets: readonly Target[]): BuiltinSupport | undefined {
  const known = targets.map(({ provider, model }) => provider.builtinTools?.(model));
  const [first, ...others] = known.filter((support) => support !== undefined);
  if (!first || others.length + 1 < targets.length) return undefined;
  const shared = Object.entries(first).filter(([type]) =>
    others.every((other) => Object.hasOwn(other, type)),
  );
  return Object.fromEntries(
    shared.map(([type, { options, executor }]) => {
      const taken = options.filter((option) =>
        others.every((other) => other[type]?.options.includes(option)),
      );
      return [type, { options: taken, executor }];
    }),
  );
}
