import { createRequire } from 'node:module';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { McpStdioOptions } from '@pegboard/mcp';

const { resolve } = createRequire(import.meta.url);

/** One of the protocol's reference servers. Without this repository you would write `command: 'npx', args: ['-y', name]`. */
export function reference(name: string, args: readonly string[] = []): McpStdioOptions {
  const file = resolve(`@modelcontextprotocol/server-${name}/dist/index.js`);
  return { command: process.execPath, args: [file, ...args] };
}

/** A file of this folder as a server. */
export function own(file: string): McpStdioOptions {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return { command: process.execPath, args: [...process.execArgv, '--no-warnings', path] };
}
