import { ConfigError, type JsonObject, type JsonValue } from '@pegboard/core';
import { isJsonObject } from '@pegboard/core/provider';
import type { McpServerOptions } from './options.ts';

/**
 * Reads what other hosts keep in their JSON files, as it is: `{ "mcpServers": { "name": { "command": … } } }`, `{ "servers": … }`,
 * `{ "mcp": { "servers": … } }`, or the table of servers alone. Servers that are marked as disabled are left out. Throws `ConfigError`.
 */
export function readMcpServers(config: unknown): Readonly<Record<string, McpServerOptions>> {
  const table = tableOf(config);
  const entries = Object.entries(table).flatMap(([name, entry]) => {
    if (!isJsonObject(entry)) throw unreadable(`the entry "${name}" is no object`);
    const { disabled, enabled } = entry;
    return disabled === true || enabled === false ? [] : [[name, readServer(name, entry)] as const];
  });
  return Object.fromEntries(entries);
}

function tableOf(config: unknown): JsonObject {
  if (!isJsonObject(config)) throw unreadable('it is no object');
  const mcp = isJsonObject(config['mcp']) ? config['mcp'] : {};
  const found =
    config['mcpServers'] ?? config['servers'] ?? mcp['servers'] ?? config['context_servers'] ?? config;
  if (!isJsonObject(found)) throw unreadable('the table of servers is no object');
  return found;
}

function readServer(name: string, entry: JsonObject): McpServerOptions {
  const shared = {
    ...list(entry, ['allow', 'includeTools', 'enabledTools'], 'allow'),
    ...list(entry, ['deny', 'excludeTools', 'disabledTools'], 'deny'),
    ...option(entry, 'timeoutMs', isMs),
    ...option(entry, 'connectTimeoutMs', (value) => typeof value === 'number'),
    ...option(entry, 'lifetime', (value) => value === 'run' || value === 'shared'),
    ...option(entry, 'required', isBoolean),
    ...option(entry, 'resourcesAsTools', isBoolean),
    ...option(entry, 'prefix', (value) => typeof value === 'string' || value === false),
    ...option(entry, 'trust', (value) => value === 'trusted' || value === 'untrusted'),
    ...list(entry, ['roots'], 'roots'),
  };
  const url = entry['url'] ?? entry['httpUrl'] ?? entry['serverUrl'];
  if (typeof url === 'string') return { ...shared, url, ...http(entry, name) };
  const { command, args, env, cwd } = entry;
  if (typeof command !== 'string') {
    throw unreadable(`the entry "${name}" has neither a command nor an address`);
  }
  return {
    ...shared,
    command,
    args: Array.isArray(args) ? args.map(String) : [],
    env: texts(env, `the variables of "${name}"`),
    ...(typeof cwd === 'string' && { cwd }),
  };
}

function http(entry: JsonObject, name: string): { headers: Record<string, string>; type?: 'http' | 'sse' } {
  const kind = entry['type'] ?? entry['transport'];
  const type =
    kind === 'sse' ? kind : entry['httpUrl'] !== undefined || isStreamable(kind) ? 'http' : undefined;
  return { headers: texts(entry['headers'], `the headers of "${name}"`), ...(type && { type }) };
}

function isStreamable(kind: JsonValue | undefined): boolean {
  return (
    kind === 'http' || kind === 'streamable-http' || kind === 'streamableHttp' || kind === 'streamable_http'
  );
}

const isBoolean = (value: JsonValue): boolean => typeof value === 'boolean';
const isMs = (value: JsonValue): boolean => typeof value === 'number' || value === false;

function option(entry: JsonObject, key: string, fits: (value: JsonValue) => boolean): object {
  const value = entry[key];
  return value !== undefined && fits(value) ? { [key]: value } : {};
}

function list(entry: JsonObject, keys: readonly string[], name: string): object {
  const given = keys.filter((key) => entry[key] !== undefined && entry[key] !== null);
  const lists = given.map((key) => entry[key]);
  // What limits a server must not be lost in reading, nor two limits become a wider one.
  const wrong = given.find((key) => !Array.isArray(entry[key]));
  if (wrong !== undefined) throw unreadable(`"${wrong}" of an entry is no list`);
  if (name === 'allow' && lists.length > 1) throw unreadable(`an entry has ${given.join(' and ')}`);
  return lists.length > 0 ? { [name]: lists.flat().map(String) } : {};
}

function texts(value: JsonValue | undefined, what: string): Record<string, string> {
  if (value === undefined || value === null) return {};
  if (!isJsonObject(value)) throw unreadable(`${what} are no object`);
  return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, textOf(text)]));
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
}

function unreadable(evidence: string): ConfigError {
  return new ConfigError({
    what: 'The list of MCP servers cannot be read',
    evidence,
    fix: 'Write { "mcpServers": { "name": { "command": "npx", "args": [] } } }, or { "url": … } in place of the command',
  });
}
