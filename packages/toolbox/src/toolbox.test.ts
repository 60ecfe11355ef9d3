import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Agent, type AnyTool } from '@pegboard/core';
import { createRegistry } from '@pegboard/core/plugin';
import { exampleInput } from '@pegboard/core/tools';
import { scriptedProvider } from '@pegboard/testing';
import { bashTool, memoryTool, textEditorTool, toolbox, toolNames } from '@pegboard/toolbox';
import { plugin } from '@pegboard/toolbox/plugin';
import { workspace } from './files/files.test-helper.ts';

const names = (tools: readonly AnyTool[]): readonly string[] => tools.map(({ name }) => name);
const fileTools = [
  'read_file',
  'write_file',
  'edit_file',
  'list_files',
  'search_files',
  'move_file',
  'delete_file',
];

/** All tools that can be made here. */
function allTools(): readonly AnyTool[] {
  // None of them is run.
  const root = import.meta.dirname;
  return [...toolbox({ root }), bashTool({ root }), memoryTool({ root }), textEditorTool({ root })];
}

it('the root is the only way to files and programs', () => {
  expect(names(toolbox())).not.toContain('read_file');
  expect(names(toolbox())).not.toContain('run_shell');
  expect(names(toolbox({ root: workspace() }))).toEqual(expect.arrayContaining([...fileTools, 'run_shell']));
});

it('`only` picks by name, glob and tag, and takes away; what cannot be meant is an error', () => {
  const root = workspace();
  expect(names(toolbox({ root, only: ['read_file', 'run_shell'] }))).toEqual(['read_file', 'run_shell']);
  expect(names(toolbox({ root, only: ['#files', '!delete_*'] }))).toEqual(
    expect.not.arrayContaining(['delete_file', 'run_shell']),
  );
  expect(() => toolbox({ root, only: ['reed_file'] })).toThrow(/read_file/);
  expect(() => toolbox({ readonly: true } as never)).toThrow(/no option "readonly"/);
  expect(() => toolbox({ only: ['read_file'] })).toThrow(/needs the option "root"/);
});

it('a read-only toolbox has no tools that change files', () => {
  expect(names(toolbox({ root: workspace(), readOnly: true, only: ['#files'] }))).toEqual([
    'read_file',
    'list_files',
    'search_files',
  ]);
});

it('tools have the names of the table', () => {
  const made = names(toolbox({ root: workspace() }));
  expect(made.filter((name) => !toolNames.includes(name))).toEqual([]);
});

it.each(allTools().map((tool) => [tool.name, tool] as const))(
  '%s says all that there is to say',
  (_, tool) => {
    expect(tool.description.length).toBeGreaterThan(100);
    expect(tool.description).not.toContain('\n');
    expect(tool.outputSchema).toBeDefined();
    expect(tool.effects).toBeDefined();
    expect(tool.timeoutMs).toEqual(expect.any(Number));
    expect(tool.maxResultChars).toEqual(expect.any(Number));
    expect(tool.inputSchema['examples']).toEqual([
      expect.anything(),
      ...((tool.inputSchema['examples'] as unknown[]) ?? []).slice(1),
    ]);
  },
);

it.each(allTools().map((tool) => [tool.name, tool] as const))(
  'the examples of %s are valid, and so is the input made for it',
  async (_, tool) => {
    const { execute: _run, ...rest } = tool;
    const external = { ...rest, approval: false };
    for (const input of [...(tool.inputSchema['examples'] as object[]), await exampleInput(tool)]) {
      const agent = new Agent({
        provider: scriptedProvider([{ calls: [{ name: tool.name, input: { ...input } }] }]),
        model: 'any',
        tools: [external],
      });
      expect((await agent.run('Go')).pending, JSON.stringify(input)).toMatchObject([
        { kind: 'external', name: tool.name },
      ]);
    }
  },
);

it('making all tools loads no library but that of their schemas', { timeout: 60_000 }, () => {
  const child = join(import.meta.dirname, 'import-child.test-util.ts');
  const args = ['--conditions=@pegboard/source', '--no-warnings', child];
  const loaded = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as string[];
  expect(loaded.filter((name) => !['zod', 'ipaddr.js', '@cfworker/json-schema'].includes(name))).toEqual([]);
  expect(loaded).toContain('zod');
});

it('is a plugin', async () => {
  const root = workspace();
  await using registry = createRegistry({
    plugins: [{ plugin, config: { root, only: ['read_file', 'run_shell'] } }],
  });
  await registry.ready();
  expect(registry.diagnostics).toEqual([]);
  expect(names(registry.tools(['*']))).toEqual(['read_file', 'run_shell']);
});

it('as a plugin tells what is wrong with its config', async () => {
  await using registry = createRegistry({ plugins: [{ plugin, config: { root: '/nowhere/at/all' } }] });
  await registry.ready();
  expect(registry.diagnostics).toMatchObject([{ plugin: '@pegboard/toolbox', stage: 'setup' }]);
  expect(registry.diagnostics[0]?.cause).toContain('does not exist');
});
