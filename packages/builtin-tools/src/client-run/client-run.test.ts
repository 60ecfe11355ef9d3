import { Agent, type AnyTool, defineTool, type JsonObject } from '@pegboard/core';
import { exampleInput } from '@pegboard/core/tools';
import { anthropic } from '@pegboard/provider-anthropic';
import { openai } from '@pegboard/provider-openai';
import { describe, expect, it } from 'vitest';
import { answering, claudeSays, gptSays, gptText } from '../answering.test-util.ts';
import { computerUse, memory, shell, textEditor } from '../index.ts';

const apiKey = 'key';
const done = claudeSays({ type: 'text', text: 'Done.' });
const uses = (name: string, input: JsonObject): JsonObject =>
  claudeSays({ type: 'tool_use', id: 'toolu_1', name, input });

/** A run with Claude that calls the tool once. */
async function claude(tool: AnyTool, input: JsonObject) {
  const host = answering(uses(tool.name, input), done);
  const target = { provider: anthropic({ apiKey, fetch: host.fetch }), model: 'claude-sonnet-5-5' };
  const result = await new Agent({ ...target, tools: [tool], onApproval: () => true }).run('Go');
  return { host, call: result.calls.last(tool.name), result };
}

const seen: unknown[] = [];
const note = (command: unknown): string => {
  seen.push(command);
  return 'It is done.';
};
const screen = { displayWidthPx: 800, displayHeightPx: 600 };
const tools: readonly AnyTool[] = [
  memory({ execute: note }),
  shell({ execute: note }),
  textEditor({ execute: note, maxCharacters: 9_000 }),
  computerUse({ execute: (action) => ({ text: note(action) }), ...screen }),
];

describe('tools of an API’s design that you run', () => {
  it.each([
    ['memory', tools[0], { command: 'view', path: '/memories' }, { type: 'memory_20250818', name: 'memory' }],
    ['bash', tools[1], { command: 'ls' }, { type: 'bash_20250124', name: 'bash' }],
    [
      'str_replace_based_edit_tool',
      tools[2],
      { command: 'create', path: 'a.txt', file_text: 'Hi' },
      { type: 'text_editor_20250728', name: 'str_replace_based_edit_tool', max_characters: 9_000 },
    ],
  ])(
    '%s is Anthropic’s own there, and its calls come to the executor',
    async (_name, tool, input, declared) => {
      seen.length = 0;
      if (!tool) throw new TypeError('There is no such tool');
      const { host, call } = await claude(tool, input);
      expect(host.tools()).toEqual([declared]);
      expect(seen).toEqual([input]);
      expect([call?.status, call?.error]).toEqual(['success', undefined]);
      expect(JSON.stringify(host.sent[1]?.messages)).toContain('It is done.');
    },
  );

  it('the set of tools for a screen is one tool, and what the API wrote goes back to it', async () => {
    seen.length = 0;
    const use = {
      type: 'tool_use',
      id: 'toolu_1',
      name: 'left_click',
      toolset_name: 'computer',
      input: { coordinate: [3, 4], text: null },
    };
    const host = answering(claudeSays(use), done);
    const target = { provider: anthropic({ apiKey, fetch: host.fetch }), model: 'claude-sonnet-5-5' };
    const tool = computerUse({ execute: (action) => ({ text: note(action) }), ...screen });
    await new Agent({ ...target, tools: [tool], onApproval: () => true }).run('Go');
    expect(host.tools()).toEqual([
      { type: 'computer_toolset_20260801', configs: { zoom: { enabled: false } } },
    ]);
    expect(seen).toEqual([{ action: 'left_click', coordinate: [3, 4] }]);
    expect(host.sent[1]?.messages).toMatchObject([
      { role: 'user' },
      { role: 'assistant', content: [use] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1' }] },
    ]);
  });

  it('who has seen a picture may go on looking, and is asked about the rest', async () => {
    const look = { action: 'screenshot' };
    const click = { action: 'left_click', coordinate: [3, 4] };
    const answers = [look, look, click].map((input) => uses('computer', input));
    const run = async (approval: boolean) => {
      const { fetch } = answering(...answers, done);
      const tool = computerUse({ execute: () => ({ screenshot: 'iVBORw0KGgo=' }), ...screen, approval });
      return new Agent({
        provider: anthropic({ apiKey, fetch }),
        model: 'claude-haiku-4-5',
        tools: [tool],
      }).run('Go');
    };
    const asked = await run(true);
    expect(asked.pending.approvals).toMatchObject([{ input: click }]);
    expect(asked.calls.count('computer')).toBe(3);
    // Who asks nobody is held to the rule for trust.
    const free = await run(false);
    expect(free.pending.approvals).toMatchObject([
      { input: look, reason: expect.stringContaining('untrusted') },
    ]);
    expect(free.calls.count('computer')).toBe(2);
  });

  it('older models have one tool for a screen', async () => {
    const host = answering(uses('computer', { action: 'left_click', coordinate: [3, 4] }), done);
    const target = { provider: anthropic({ apiKey, fetch: host.fetch }), model: 'claude-haiku-4-5' };
    seen.length = 0;
    const tool = computerUse({ execute: (action) => ({ text: note(action) }), ...screen, enableZoom: true });
    await new Agent({ ...target, tools: [tool], onApproval: () => true }).run('Go');
    expect(host.tools()).toEqual([
      { type: 'computer_20250124', name: 'computer', display_width_px: 800, display_height_px: 600 },
    ]);
    expect(seen).toEqual([{ action: 'left_click', coordinate: [3, 4] }]);
  });

  it.each(tools.map((tool) => [tool.name, tool] as const))(
    '%s is an ordinary tool elsewhere',
    async (name, tool) => {
      const host = answering(gptSays(gptText('Hi')));
      await new Agent({
        provider: openai({ apiKey, fetch: host.fetch }),
        model: 'gpt-6-astra',
        tools: [tool],
      }).run('Hi');
      expect(host.tools()).toMatchObject([{ type: 'function', name }]);
      expect(tool.inputSchema.examples).toEqual([await exampleInput(tool)]);
    },
  );

  it('tell the model what a command lacks, before anything runs', async () => {
    seen.length = 0;
    const { call } = await claude(memory({ execute: note }), { command: 'rename', old_path: '/memories/a' });
    expect(call?.error).toMatch(/rename needs new_path/);
    expect((await claude(shell({ execute: note }), {})).call?.error).toMatch(/needs a command/);
    expect(seen).toEqual([]);
  });

  it.each([
    { command: 'view', path: '/etc/passwd' },
    { command: 'view', path: '/memories/../../etc/passwd' },
    { command: 'view', path: '/memories/%2e%2e/x' },
    { command: 'view', path: '/memories\\..\\x' },
    { command: 'create', path: '/memoriesx', file_text: 'x' },
    { command: 'rename', old_path: '/memories/a', new_path: '/tmp/a' },
  ])('keep notes below /memories, whatever the model writes: %j', async (command) => {
    seen.length = 0;
    const { call } = await claude(memory({ execute: note }), command);
    expect(call?.error).toMatch(/must be \/memories or below it/);
    expect(seen).toEqual([]);
  });

  it('keep notes of any name below /memories', async () => {
    seen.length = 0;
    const commands = ['/memories', '/memories/a..b/100%.md', '/memories/…/Notes of Ana.md'];
    for (const path of commands) await claude(memory({ execute: note }), { command: 'view', path });
    expect(seen).toEqual(commands.map((path) => ({ command: 'view', path })));
  });

  it('show pictures of the screen', async () => {
    const tool = computerUse({
      execute: () => ({ screenshot: 'iVBORw0KGgo=', text: 'Here it is.' }),
      ...screen,
    });
    const { host } = await claude(tool, { action: 'screenshot' });
    expect(JSON.stringify(host.sent[1]?.messages)).toContain(
      '"media_type":"image/png","data":"iVBORw0KGgo="',
    );
    expect(host.sent).toHaveLength(2);
  });

  it('wait for a person where they can do harm', async () => {
    const ask = async (tool: AnyTool, input: JsonObject): Promise<string> => {
      const host = answering(uses(tool.name, input), done);
      const target = { provider: anthropic({ apiKey, fetch: host.fetch }), model: 'claude-sonnet-5-5' };
      return (await new Agent({ ...target, tools: [tool] }).run('Go')).stopReason;
    };
    const [, bash, , computer] = tools;
    if (!bash || !computer) throw new TypeError('There are no such tools');
    expect(await ask(bash, { command: 'ls' })).toBe('approval');
    expect(await ask(computer, { action: 'type', text: 'x' })).toBe('approval');
    expect(await ask(computer, { action: 'screenshot' })).toBe('final');
    expect(await ask(shell({ execute: note, approval: false }), { command: 'ls' })).toBe('final');
    expect(await ask(textEditor({ execute: note, approval: true }), { command: 'view', path: 'a' })).toBe(
      'final',
    );
  });

  it('can be tools that are there already', async () => {
    const own = defineTool({
      name: 'notes',
      description: 'Keeps notes.',
      input: { type: 'object', properties: { command: { type: 'string' } }, required: ['command'] },
      approval: true,
      execute: ({ command }: { command?: unknown }) => `${String(command)} is done.`,
    });
    const { host, call } = await claude(memory(own), { command: 'view' });
    expect(host.tools()).toEqual([{ type: 'memory_20250818', name: 'memory' }]);
    expect(call?.result).toBe('view is done.');
    expect(
      [shell(own), textEditor(own)].map(({ name, builtin, approval }) => [name, builtin?.type, approval]),
    ).toEqual([
      ['bash', 'bash', true],
      ['str_replace_based_edit_tool', 'text_editor', true],
    ]);
  });

  it('begin a new session', async () => {
    let sessions = 0;
    const tool = shell({ execute: note, restart: () => void sessions++ });
    expect((await claude(tool, { restart: true })).call?.result).toMatch(/new session/);
    expect(sessions).toBe(1);
  });
});

it.each([
  ['memory', memory],
  ['shell', shell],
  ['textEditor', textEditor],
])('%s without anything that runs its calls is not made', (name, make) => {
  const made = make as unknown as (options?: unknown) => unknown; // as somebody writes who has no types
  expect(() => made()).toThrow(`${name} needs something that runs its calls`);
  expect(() => made({ execute: 'ls' })).toThrow(/`execute` is of type string/);
});
