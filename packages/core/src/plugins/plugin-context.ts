import type { LogLevel, Plugin, PluginContext } from '../contracts/plugin.ts';
import { readEnv } from '../wire/api-key.ts';
import { redact } from '../wire/redact.ts';
import { ConfigError } from '../errors/config-error.ts';
import { brokerEnv } from './permissions/broker-env.ts';
import { brokerFetch } from './permissions/broker-fetch.ts';
import { brokerFs } from './permissions/broker-fs.ts';
import type { PluginInstance } from './plugin-instance.ts';
import { secretsOf } from './secrets.ts';
import type { PluginBrokers, PluginLogEntry } from './registry.ts';
import type { Service, Services } from './service-desk.ts';

export interface ContextParts {
  readonly instance: PluginInstance;
  readonly config: unknown;
  readonly brokers: PluginBrokers;
  readonly onLog: ((entry: PluginLogEntry) => void) | undefined;
  readonly services: Services;
  /** Told of each service that is taken. */
  readonly onUse: (service: Service) => void;
}

/** What `setup` is given. */
export function pluginContext({
  instance,
  config,
  brokers,
  onLog,
  services,
  onUse,
}: ContextParts): PluginContext {
  const { name, plugin, signal } = instance;
  const { permissions = {} } = plugin;
  const env = brokers.env ?? readEnv;
  const secrets = (): readonly string[] => secretsOf(config, plugin, env);
  const find = (service: string): unknown => {
    const found = services.get(service);
    if (found) onUse(found);
    return found?.value;
  };
  return Object.freeze<PluginContext>({
    name,
    config,
    log(message: unknown, level: LogLevel = 'info') {
      try {
        onLog?.({ plugin: name, level, message: redact(String(message), secrets()) });
      } catch {
        // Who keeps the log must not fail those who write to it.
      }
    },
    fetch: brokerFetch(name, permissions, brokers.fetch ?? ((input, init) => fetch(input, init)), signal),
    env: brokerEnv(name, permissions, env),
    fs: brokerFs(name, permissions, brokers.fs),
    signal,
    onDispose: (callback) => instance.onDispose(callback),
    services: {
      // Tokens of one name are of one type.
      get: (token) =>
        (services.has(token.service) ? find(token.service) : refuse(plugin, token.service)) as never,
      find: (token) => find(token.service) as never,
    },
  });
}

function refuse({ name, needs = [] }: Plugin, service: string): never {
  const declared = needs.some((token) => token.service === service);
  throw new ConfigError({
    code: 'unknown-name',
    what: `Plugin "${name}" asks for the service "${service}", which is not there`,
    fix: declared
      ? undefined
      : 'Declare it: `needs: [token]` makes set-up wait for it; `services.find` does without',
  });
}
