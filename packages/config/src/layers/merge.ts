import { isPlainObject } from '../lib/is-plain-object.ts';
import type { Layer } from './layer.ts';

type Settings = Layer['value'];

/** Maps are merged key by key, everything else is replaced, `null` takes away. */
export function mergeLayers(layers: readonly Settings[]): Settings {
  return layers.reduce((under, over) => merge(under, over), {});
}

function merge(under: Settings, over: Settings): Settings {
  const merged = new Map(Object.entries(under));
  for (const [key, value] of Object.entries(over)) {
    const before = merged.get(key);
    if (value === null || value === undefined) {
      if (value === null) merged.delete(key);
    } else merged.set(key, isPlainObject(value) ? merge(isPlainObject(before) ? before : {}, value) : value);
  }
  return Object.fromEntries(merged);
}
