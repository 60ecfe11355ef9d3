import type { PluginFs, PluginLogEntry, PluginPermissions } from '@pegboard/core/plugin';

/** Stands for the world, and notes what is asked of it. */
export interface Recorder {
  readonly log: readonly PluginLogEntry[];
  /** What was asked for, as the permissions that it takes. */
  readonly reached: readonly PluginPermissions[];
  readonly onLog: (entry: PluginLogEntry) => void;
  readonly fetch: typeof fetch;
  readonly env: (name: string) => string | undefined;
  readonly fs: PluginFs;
}

/** What stands in for the world. */
export interface World {
  readonly fetch?: typeof fetch;
  readonly env?: Readonly<Record<string, string>>;
  readonly fs?: PluginFs;
}

export function createRecorder({ fetch: send = offline, env = {}, fs = noFiles }: World): Recorder {
  const log: PluginLogEntry[] = [];
  const reached: PluginPermissions[] = [];
  return {
    log,
    reached,
    onLog: (entry) => log.push(entry),
    async fetch(input, init) {
      const { host } = new URL(input instanceof Request ? input.url : String(input));
      reached.push({ net: [host] });
      return send(input, init);
    },
    env(name) {
      reached.push({ env: [name] });
      return Object.hasOwn(env, name) ? env[name] : undefined;
    },
    fs: recordedFs(fs, reached),
  };
}

async function offline(input: Parameters<typeof fetch>[0]): Promise<Response> {
  const url = input instanceof Request ? input.url : String(input);
  throw new TypeError(`there is no network here, and no \`fetch\` in the options that answers ${url}`);
}

/** The files of a host that has none. */
const noFiles: PluginFs = {
  readFile: missing,
  readText: missing,
  writeFile: missing,
  list: async () => [],
  stat: async () => undefined,
  remove: async () => undefined,
};

async function missing(path: string): Promise<never> {
  throw new TypeError(`there are no files here, and no \`fs\` in the options that holds ${path}`);
}

function recordedFs(fs: PluginFs, reached: PluginPermissions[]): PluginFs {
  const read = (path: string): string => (reached.push({ fsRead: [path] }), path);
  const write = (path: string): string => (reached.push({ fs: [path] }), path);
  return {
    readFile: (path) => fs.readFile(read(path)),
    readText: (path) => fs.readText(read(path)),
    list: (path) => fs.list(read(path)),
    stat: (path) => fs.stat(read(path)),
    writeFile: (path, data) => fs.writeFile(write(path), data),
    remove: (path) => fs.remove(write(path)),
  };
}
