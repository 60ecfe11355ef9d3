import type { PluginPermissions } from '../../contracts/plugin.ts';
import { matchesGlob } from '../../lib/glob.ts';
import { undeclared } from './refuse.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** What names of variables look like. Other keys are asked for by whoever prints or awaits an object. */
const variable = /^[A-Z_][A-Z0-9_]*$/i;
const asked = new Set(['then', 'toJSON', 'inspect', 'constructor', 'nodeType', 'asymmetricMatch']);

/** The variables that a plugin declares, read when they are asked for. Asking for others throws. */
export function brokerEnv(
  plugin: string,
  { env: declared = [] }: PluginPermissions,
  read: (name: string) => string | undefined,
): Env {
  const names = declared.filter((name) => !name.includes('*'));
  const allowed = (name: string): boolean => declared.some((pattern) => matchesGlob(name, pattern));
  return new Proxy<Env>(
    {},
    {
      get(target, key) {
        if (typeof key !== 'string') return Reflect.get(target, key);
        if (allowed(key)) return read(key);
        if (Object.hasOwn(Object.prototype, key) || asked.has(key) || !variable.test(key)) return undefined;
        throw undeclared(plugin, 'env', key, declared);
      },
      has: (_, key) => typeof key === 'string' && allowed(key) && read(key) !== undefined,
      ownKeys: () => names.filter((name) => read(name) !== undefined),
      getOwnPropertyDescriptor: (_, key) =>
        typeof key === 'string' && allowed(key) && read(key) !== undefined
          ? { value: read(key), enumerable: true, configurable: true }
          : undefined,
      set: () => false,
      defineProperty: () => false,
      deleteProperty: () => false,
      preventExtensions: () => false,
    },
  );
}
