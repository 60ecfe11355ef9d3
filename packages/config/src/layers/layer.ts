import type { ConfigFile } from '../file/config-file.ts';
import { depthOf, formatPath, type Path } from '../lib/path.ts';

/** Settings from one source; later layers win over earlier ones. */
export interface Layer {
  readonly value: Readonly<Record<string, unknown>>;
  /** The source of the value at `path`, for people: `pegboard.config.yaml:12:3`. */
  readonly whence: (path: Path) => string;
}

/** A file without its profiles. */
export function fileLayer(file: ConfigFile, shownAs: string): Layer {
  return { value: file.value, whence: (path) => placeIn(file, shownAs, path) };
}

/** One profile of a file. */
export function profileLayer(file: ConfigFile, shownAs: string, name: string, value: Layer['value']): Layer {
  return { value, whence: (path) => placeIn(file, shownAs, ['profiles', name, ...path]) };
}

function placeIn(file: ConfigFile, shownAs: string, path: Path): string {
  const place = file.placeOf?.(path);
  return place ? `${shownAs}:${place.line}:${place.column}` : shownAs;
}

/** Where what stands at `path` of the merged configuration comes from: the last layer that leads furthest. */
export function whence(layers: readonly Layer[], path: Path): string {
  const depths = layers.map(({ value }) => depthOf(value, path));
  const deepest = Math.max(...depths);
  // What nobody wrote, such as the agent that is there without `agents`, is the file's.
  const at = deepest === 0 ? 0 : depths.lastIndexOf(deepest);
  return layers[at]?.whence(path) ?? formatPath(path);
}
