import { ConfigError } from '@pegboard/core';

/** Throws `ConfigError` where a tool is given nothing that does its work. */
export function checkExecute(factory: string, options: { readonly execute?: unknown } | undefined): void {
  if (typeof options?.execute === 'function') return;
  throw new ConfigError({
    what: `${factory} needs something that runs its calls`,
    evidence: `\`execute\` is ${options?.execute === undefined ? 'absent' : `of type ${typeof options.execute}`}`,
    fix: `Pass a function, ${factory}({ execute }), or a tool of @pegboard/toolbox that takes the same commands`,
  });
}
