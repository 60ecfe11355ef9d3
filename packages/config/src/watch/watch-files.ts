import { type FSWatcher, watch } from 'node:fs';
import { dirname, extname, join, sep } from 'node:path';

/** What is to be followed. All paths are absolute. */
export interface Followed {
  /** The configuration's folder: it is not followed as a whole. */
  readonly folder: string;
  readonly single: readonly string[];
  /** Modules: changes of modules beside them, and below their folder, count too. */
  readonly modules: readonly string[];
}

export interface FileWatch {
  /** In place of what was followed before. */
  readonly follow: (followed: Followed) => void;
  /** Resolves when nothing is at work any more. */
  readonly close: () => Promise<void>;
}

/** Editors write a file in several steps: a change counts when nothing has followed it for so many milliseconds. */
const quietMs = 100;

const moduleNames = new Set(['.ts', '.mts', '.js', '.mjs', '.cjs', '.cts', '.json']);

/** Tells of changed files, once for all that come together, and never while it still works on those before. */
export function watchFiles(
  onChange: (changed: readonly string[]) => Promise<void>,
  onError: (error: unknown) => void,
): FileWatch {
  let watchers: readonly FSWatcher[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let working: Promise<void> = Promise.resolve();
  let closed = false;
  const changed = new Set<string>();
  const work = (): void => {
    working = working.then(async () => {
      const paths = [...changed];
      changed.clear();
      if (closed || paths.length === 0) return;
      try {
        await onChange(paths);
      } catch (error) {
        onError(error);
      }
    });
  };
  const notice = (path: string): void => {
    changed.add(path);
    clearTimeout(timer);
    timer = setTimeout(work, quietMs);
  };
  const stop = (): void => {
    for (const watcher of watchers) watcher.close();
  };
  return {
    follow(followed) {
      if (closed) return;
      const before = watchers;
      watchers = foldersOf(followed).map((folder) => watchFolder(folder, followed, notice, onError));
      for (const watcher of before) watcher.close();
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      stop();
      await working;
    },
  };
}

/** Folders are watched, not files: many editors put another file in a file's place. */
function foldersOf({ single, modules }: Followed): readonly string[] {
  return [...new Set([...single, ...modules].map((path) => dirname(path)))];
}

function watchFolder(
  folder: string,
  { folder: project, single, modules }: Followed,
  notice: (path: string) => void,
  onError: (error: unknown) => void,
): FSWatcher {
  const holdsModules = modules.some((file) => dirname(file) === folder);
  // The project's own folder holds node_modules, which nobody wants to follow.
  const recursive = holdsModules && !project.startsWith(folder);
  const watcher = watch(folder, { recursive }, (_, name) => {
    if (name === null || name.split(sep).includes('node_modules')) return;
    const path = join(folder, name);
    if (single.includes(path) || (holdsModules && moduleNames.has(extname(path)))) notice(path);
  });
  watcher.on('error', onError);
  return watcher;
}
