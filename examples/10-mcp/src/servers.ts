import { createRequire } from 'node:module';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { McpStdioOptions } from '@pegboard/mcp';

const require = createRequire(import.meta.url);

/** The protocol's reference servers. Without this repository you would write `command: 'npx', args: ['-y', name]`. */
const files = {
  everything: require.resolve('@modelcontextprotocol/server-everything/dist/index.js'),
  filesystem: require.resolve('@modelcontextprotocol/server-filesystem/dist/index.js'),
  memory: require.resolve('@modelcontextprotocol/server-memory/dist/index.js'),
};

export function reference(name: keyof typeof files, args: readonly string[] = []): McpStdioOptions {
  return { command: process.execPath, args: [files[name], ...args] };
}

/** A file of this folder as a server. */
export function own(file: string): McpStdioOptions {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return { command: process.execPath, args: [...process.execArgv, '--no-warnings', path] };
}
