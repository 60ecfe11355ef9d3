import process from 'node:process';
import { ConfigError } from '@pegboard/core';
import { checkOptionKinds, type OptionKinds } from '@pegboard/core/tools';
import { interpolate, type Variables } from './interpolate.ts';
import type { McpServerOptions } from './options.ts';

/** A server as it is to be reached: names of variables replaced, and what must not be seen in messages. */
export interface ServerSpec {
  readonly options: McpServerOptions;
  /** For messages and records; not always a prefix. */
  readonly name: string;
  readonly secrets: readonly string[];
}

const common = {
  name: 'text',
  prefix: 'textOrFalse',
  allow: 'texts',
  deny: 'texts',
  lifetime: ['shared', 'run'],
  required: 'flag',
  timeoutMs: 'countOrFalse',
  connectTimeoutMs: 'count',
  reconnect: 'table',
  trust: ['untrusted', 'trusted'],
  resourcesAsTools: 'flag',
  roots: 'texts',
  onElicit: 'function',
  sampling: 'table',
  logLevel: 'text',
  onLog: 'function',
  onDiagnostic: 'function',
  meta: 'function',
} satisfies OptionKinds;

const known = {
  command: 'text',
  args: 'texts',
  env: 'textTable',
  cwd: 'text',
  url: 'text',
  headers: 'textTable',
  auth: 'object',
  type: ['http', 'sse'],
  fetch: 'function',
  transport: 'object',
  ...common,
} satisfies OptionKinds;

/** Checks the options and fills in variables. Throws `ConfigError`. */
export function serverSpec(given: McpServerOptions, variables: Variables = process.env): ServerSpec {
  checkOptionKinds('An MCP server', given, known);
  checkOptionKinds('reconnect', given.reconnect ?? {}, {
    attempts: 'count',
    delayMs: 'count',
    maxDelayMs: 'count',
  });
  const sampling = { provider: 'table', model: 'text', approve: 'function', maxTokens: 'count' } as const;
  if (given.sampling)
    checkOptionKinds('sampling', given.sampling, sampling, ['provider', 'model', 'approve']);
  const name = given.name ?? nameOf(given);
  const fill = (text: string, what: string): string =>
    interpolate(text, variables, `${what} of the MCP server "${name}"`);
  const fillAll = (texts: Readonly<Record<string, string>>, what: string): Record<string, string> =>
    Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, fill(text, `${what} ${key}`)]));
  checkKind(given, name);
  if ('transport' in given) return { options: given, name, secrets: [] };
  if ('url' in given) {
    const headers = fillAll(given.headers ?? {}, 'the header');
    const url = fill(given.url, 'the address');
    checkUrl(url, name);
    const secrets = [...Object.values(headers), ...urlSecrets(url)];
    return { options: { ...given, url, headers }, name, secrets };
  }
  const env = fillAll(given.env ?? {}, 'the variable');
  const args = (given.args ?? []).map((arg) => fill(arg, 'an argument'));
  const command = fill(given.command, 'the command');
  const cwd = given.cwd === undefined ? {} : { cwd: fill(given.cwd, 'the folder') };
  const secrets = Object.values(env).filter((value) => value.length >= 8);
  return { options: { ...given, command, args, env, ...cwd }, name, secrets };
}

function nameOf(options: McpServerOptions): string {
  if ('url' in options) return URL.canParse(options.url) ? new URL(options.url).host : 'mcp';
  if ('command' in options) return options.command.split(/[/\\]/).findLast(Boolean) ?? 'mcp';
  return 'mcp';
}

function checkKind(options: McpServerOptions, name: string): void {
  const kinds = (['command', 'url', 'transport'] as const).filter(
    (kind) => Object.hasOwn(options, kind) && Reflect.get(options, kind) !== undefined,
  );
  if (kinds.length === 1) return;
  throw new ConfigError({
    what: `It is not said how the MCP server "${name}" is reached`,
    evidence:
      kinds.length === 0 ? 'there is no `command`, `url` or `transport`' : `there are ${kinds.join(' and ')}`,
    fix: 'Give exactly one: { command, args }, { url } or { transport }',
  });
}

function checkUrl(url: string, name: string): void {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return;
  throw new ConfigError({
    what: `The address of the MCP server "${name}" is none`,
    evidence: 'it must begin with http:// or https://',
  });
}

function urlSecrets(url: string): readonly string[] {
  const { password, searchParams } = new URL(url);
  return [password, ...searchParams.values()].filter((value) => value.length >= 8);
}
