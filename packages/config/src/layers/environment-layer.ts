import { nearest } from '../lib/nearest.ts';
import type { Layer } from './layer.ts';
import { mergeLayers } from './merge.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** The settings that the environment can change, and how each is read from text. */
const variables: Readonly<
  Record<string, { readonly path: readonly string[]; readonly read: (text: string) => unknown }>
> = {
  PEGBOARD_MODEL: { path: ['model'], read: (text) => text },
  PEGBOARD_FALLBACK: { path: ['fallback'], read: readList },
  PEGBOARD_LOCK: { path: ['lock'], read: (text) => text },
  PEGBOARD_MEMORY: { path: ['memory'], read: (text) => text },
  PEGBOARD_TOOL_EXECUTION: { path: ['toolExecution'], read: (text) => text },
  PEGBOARD_TOOL_PROTOCOL: { path: ['toolProtocol'], read: (text) => text },
  PEGBOARD_LIMITS_TURNS: { path: ['limits', 'turns'], read: readLimit },
  PEGBOARD_LIMITS_TOKENS: { path: ['limits', 'tokens'], read: readLimit },
  PEGBOARD_LIMITS_USD: { path: ['limits', 'usd'], read: readLimit },
  PEGBOARD_LIMITS_DURATION_MS: { path: ['limits', 'durationMs'], read: readLimit },
};

/** Variables that say where the settings are, and are no settings themselves. */
const others = ['PEGBOARD_CONFIG', 'PEGBOARD_PROFILE'];

/** What `PEGBOARD_*` variables set; empty ones set nothing. */
export function environmentLayer(env: Env): Layer {
  const set = Object.entries(variables).filter(([name]) => env[name]);
  const value = mergeLayers(
    set.map(
      ([name, { path, read }]) =>
        path.reduceRight<unknown>(
          (inner, key) => ({ [key]: inner }),
          read(env[name] ?? ''),
        ) as Layer['value'], // paths are not empty
    ),
  );
  return {
    value,
    whence: (path) =>
      set.find(([, { path: own }]) => own.every((key, index) => key === path[index]))?.[0] ??
      'the environment',
  };
}

/** Names that look like a slip of one of ours, with what was probably meant. */
export function misspeltVariables(env: Env): readonly { readonly name: string; readonly near: string }[] {
  const known = [...Object.keys(variables), ...others];
  return Object.keys(env)
    .filter((name) => name.startsWith('PEGBOARD_') && !known.includes(name))
    .flatMap((name) => {
      // Other programs may have variables that begin so: only slips of a letter or two are told.
      const near = nearest(
        name.slice(9),
        known.map((one) => one.slice(9)),
      );
      return near === undefined ? [] : [{ name, near: `PEGBOARD_${near}` }];
    });
}

function readList(text: string): readonly string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
}

/** What is no number is left to the check, which then names the variable. */
function readLimit(text: string): unknown {
  if (text === 'false') return false;
  return Number.isFinite(Number(text)) ? Number(text) : text;
}
