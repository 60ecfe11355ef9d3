import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Agent, type AnyTool, type CallRecord, type JsonObject, type RunResult } from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';

/** A folder with these files, gone after the test. */
export function workspace(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'pegboard-toolbox-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

/** A run in which the model calls these tools, one after the other. */
export function runCalls(
  tools: readonly AnyTool[],
  calls: readonly { readonly name: string; readonly input: JsonObject }[],
  options: Parameters<Agent['run']>[1] = {},
): Promise<RunResult<unknown>> {
  const script = [...calls.map((next) => ({ calls: [next] })), 'done'];
  return new Agent({ provider: scriptedProvider(script), model: 'any', tools }).run('Go', options);
}

/** What came of one call of a tool. */
export async function call(
  tool: AnyTool,
  input: JsonObject,
  options: Parameters<Agent['run']>[1] = {},
): Promise<CallRecord> {
  const { calls } = await runCalls([tool], [{ name: tool.name, input }], options);
  const record = calls.last(tool.name);
  if (!record) throw new TypeError('The call left no record');
  return record;
}
