import { createRequire } from 'node:module';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { McpStdioOptions } from './client/options.ts';

const require = createRequire(import.meta.url);

const files = {
  everything: require.resolve('@modelcontextprotocol/server-everything/dist/index.js'),
  filesystem: require.resolve('@modelcontextprotocol/server-filesystem/dist/index.js'),
  memory: require.resolve('@modelcontextprotocol/server-memory/dist/index.js'),
};

/** A reference server of the protocol as a child process. */
export function reference(
  name: keyof typeof files,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): McpStdioOptions {
  return { command: process.execPath, args: [files[name], ...args], env };
}

/** A server of this package as a child process: a file beside the tests. */
export function ours(file: string, args: readonly string[] = []): McpStdioOptions {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return {
    command: process.execPath,
    args: ['--conditions=@pegboard/source', '--no-warnings', path, ...args],
  };
}
