import { createRequire } from 'node:module';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { McpStdioOptions } from './client/options.ts';

const { resolve } = createRequire(import.meta.url);

/** A reference server of the protocol as a child process. */
export function reference(
  name: 'everything' | 'filesystem' | 'memory',
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): McpStdioOptions {
  const file = resolve(`@modelcontextprotocol/server-${name}/dist/index.js`);
  return { command: process.execPath, args: [file, ...args], env };
}

/** A server of this package as a child process: a file beside the tests. */
export function ours(file: string, args: readonly string[] = []): McpStdioOptions {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return {
    command: process.execPath,
    args: ['--conditions=@pegboard/source', '--no-warnings', path, ...args],
  };
}
