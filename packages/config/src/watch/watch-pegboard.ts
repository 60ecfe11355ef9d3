import type { Agent } from '@pegboard/core';
import { load, type LoadOptions, type Loaded, type Pegboard } from '../load/load-pegboard.ts';
import { readSettings } from '../load/read-settings.ts';
import { watchFiles } from './watch-files.ts';

export interface WatchOptions extends Omit<LoadOptions, 'version'> {
  /** Told when a change is in force, and how: by another pegboard, or by other versions of these plugins in the same one. */
  readonly onReload?: ((pegboard: Pegboard, swapped: readonly string[]) => void) | undefined;
  /** Told of a change that cannot be used: what was there before goes on. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** A pegboard that follows its files. */
export interface WatchedPegboard extends AsyncDisposable {
  /** The one that counts now. Runs that have started keep the one before. */
  readonly current: Pegboard;
  /** An agent of it. Ask anew for each run. */
  agent(name?: string): Agent;
  /** Ends the watch; plugins leave. */
  close(): Promise<void>;
}

/**
 * Like `loadPegboard`, and again whenever the configuration, a text that it takes in, or a plugin of the project changes. A changed plugin is
 * swapped in the registry; any other change makes another pegboard, and the one before leaves when its runs are over. Each change loads the
 * modules of the project anew, and what was loaded before stays in memory: it is meant for development.
 */
export async function watchPegboard(options: WatchOptions = {}): Promise<WatchedPegboard> {
  let version = 0;
  let last: Loaded = await load({ ...options, version }, await readSettings({ ...options, version }));
  const files = watchFiles((changed) => reload(changed), options.onError ?? (() => {}));
  files.follow(filesOf(last));

  async function reload(changed: readonly string[]): Promise<void> {
    version += 1;
    const plugins = pluginsToSwap(last, changed);
    for (const { name, again } of plugins) await last.pegboard.registry.swap(name(), again(version));
    if (plugins.length > 0) {
      options.onReload?.(
        last.pegboard,
        plugins.map(({ name }) => name()),
      );
      return;
    }
    const before = last;
    // A file that is gone for a moment, or for good, is a change that cannot be used: it must not be taken for a project without one.
    const again = { ...options, file: options.file ?? before.settings.file, version };
    last = await load(again, await readSettings(again));
    files.follow(filesOf(last));
    options.onReload?.(last.pegboard, []);
    void before.pegboard.dispose();
  }

  const close = async (): Promise<void> => {
    await files.close();
    await last.pegboard.dispose();
  };
  return {
    get current() {
      return last.pegboard;
    },
    agent: (name) => last.pegboard.agent(name),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The changed plugins, where nothing else has changed. Agents that could not be made would not be tried again by a swap. */
function pluginsToSwap({ pegboard, settings, files }: Loaded, changed: readonly string[]): Loaded['files'] {
  const others = [settings.file, ...settings.texts];
  if (changed.some((path) => others.includes(path))) return [];
  if (pegboard.diagnostics.some(({ severity }) => severity === 'error')) return [];
  return files.filter(({ file }) => changed.some((path) => path.startsWith(folderOf(file))));
}

/** What is beside a plugin may be a part of it. */
function folderOf(file: string): string {
  return file.slice(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}

function filesOf({ settings, files }: Loaded): Parameters<ReturnType<typeof watchFiles>['follow']>[0] {
  return {
    folder: settings.folder,
    single: [...(settings.file === undefined ? [] : [settings.file]), ...settings.texts],
    modules: files.map(({ file }) => file),
  };
}
