import process from 'node:process';
import { readFileSync } from 'node:fs';
import { createRegistry, type CommandContext } from '@pegboard/core/plugin';
import { defineTool } from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';
import { testPlugin } from '@pegboard/testing/vitest';
import { expect, onTestFinished, test } from 'vitest';
import { reference } from './commands.test-util.ts';
import { mcpServer } from './index.ts';
import { plugin } from './plugin.ts';
import { callOne, until } from './servers.test-util.ts';
import { toys } from './toys.test-util.ts';

const timeout = 60_000;
const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).pegboard;

test('the section mcpServers makes a toolset of a table that other hosts write', { timeout }, async () => {
  const { mcpServers } = plugin.sections ?? {};
  const disposals: (() => unknown)[] = [];
  const { toolsets = [] } =
    (await mcpServers?.apply?.(
      {
        memory: { ...reference('memory'), allow: ['read_*'] },
        off: { command: 'x', disabled: true },
      } as never,
      {
        signal: new AbortController().signal,
        onDispose: (dispose) => disposals.push(dispose),
      },
    )) ?? {};
  const record = await callOne(toolsets, 'memory_read_graph');
  expect(record.status).toBe('success');
  for (const dispose of disposals) await dispose();
  await expect(
    (async () =>
      toolsets[0]?.list({
        context: undefined,
        messages: [],
        runId: 'r',
        turn: 1,
        signal: new AbortController().signal,
      }))(),
  ).rejects.toThrow(/disposed/);
});

test(
  'references as other hosts write them are filled in, and one that leads nowhere is told',
  { timeout },
  async () => {
    process.env['PEGBOARD_TEST_GREETING'] = 'good morning';
    onTestFinished(() => {
      delete process.env['PEGBOARD_TEST_GREETING'];
    });
    const { command, args = [] } = reference('everything', ['stdio']);
    const apply = async (env: object) => {
      const ctx = {
        signal: new AbortController().signal,
        onDispose: (end: () => unknown) => disposals.push(end),
      };
      return plugin.sections?.['mcpServers']?.apply?.({ all: { command, args, env } } as never, ctx);
    };
    const disposals: (() => unknown)[] = [];
    const { toolsets = [] } = (await apply({ GREETING: '${PEGBOARD_TEST_GREETING}, ${NOT_SET:-Ada}' })) ?? {};
    const record = await callOne(toolsets, 'all_get-env');
    expect(JSON.stringify(record.content)).toContain('good morning, Ada');
    await expect(apply({ GREETING: '${PEGBOARD_NOT_SET}' })).rejects.toThrow(
      /PEGBOARD_NOT_SET is not set. the variable GREETING of the MCP server "all" needs it/i,
    );
    for (const dispose of disposals) await dispose();
  },
);

test('a registry sets the plugin up, and its command serves tools over HTTP', { timeout }, async () => {
  await using registry = createRegistry({
    plugins: [{ plugin, grants: { net: ['*'], spawn: true } }],
    providers: [scriptedProvider(['done'])],
    tools: toys,
  });
  await registry.ready();
  expect(registry.diagnostics).toEqual([]);
  const command = registry.commands.find(({ name }) => name === 'mcp');
  const abort = new AbortController();
  let said = '';
  const ctx: CommandContext = {
    signal: abort.signal,
    write: () => undefined,
    writeError: (text) => (said += text),
    tools: (selectors) => registry.tools(selectors),
    toolsets: registry.toolsets,
  };
  const serving = Promise.resolve(command?.run(['serve', '--http', '0', 'add'], ctx));
  await until(() => said.includes('http://'));
  const [url = ''] = /http:\S+/.exec(said) ?? [];
  await using server = mcpServer({ url });
  expect((await callOne([server], 'add', { a: 1, b: 2 })).result).toEqual({ sum: 3 });
  expect((await callOne([server], 'fail')).unknownTool).toBe(true);
  abort.abort();
  expect(await serving).toBe(0);
});

test.each([
  [['sing']],
  [['serve', '--http']],
  [['serve', '--http', 'door']],
  [['serve', '--htp', '1']],
  [[]],
])('mcp %j says what to write', async (args) => {
  await using registry = createRegistry({ plugins: [{ plugin, grants: { net: ['*'], spawn: true } }] });
  await registry.ready();
  const [command] = registry.commands;
  const ctx = { signal: new AbortController().signal, tools: () => [defineTool], toolsets: [] } as never;
  await expect((async () => command?.run(args, ctx))()).rejects.toThrow(/pegboard mcp serve/);
});

testPlugin(plugin, {
  manifest,
  // Named, and started only when a run lists its tools.
  sections: { mcpServers: { memory: reference('memory'), web: { url: 'http://127.0.0.1:9/mcp' } } },
  refusedSections: { mcpServers: { memory: { command: 7 } } },
});
