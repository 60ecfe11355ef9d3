import { isPlainObject } from '../lib/is-plain-object.ts';
import type { Layer } from './layer.ts';

type Settings = Layer['value'];

/** Their values are JSON of somebody else's, in which `null` is a value. */
const whole = new Set(['output', 'providerOptions']);

/** Maps are merged key by key, everything else is replaced, `null` takes away. */
export function mergeLayers(layers: readonly Settings[]): Settings {
  return layers.reduce((under, over) => merge(under, over), {});
}

/** Settings further down are replaced. */
const maxDepth = 100;

function merge(under: Settings, over: Settings, depth = 0): Settings {
  const merged = new Map(Object.entries(under));
  for (const [key, value] of Object.entries(over)) {
    const before = merged.get(key);
    if (value === null) merged.delete(key);
    else if (isPlainObject(value) && !whole.has(key) && depth < maxDepth)
      merged.set(key, merge(isPlainObject(before) ? before : {}, value, depth + 1));
    else if (value !== undefined) merged.set(key, value);
  }
  return Object.fromEntries(merged);
}
