import { describe, expect, it } from 'vitest';
import { Agent, type AgentOptions, type AnyTool, defineTool, type Toolset } from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';

describe('an option that must be one of some words', () => {
  const slips = [
    ['toolExecution', 'paralel', 'parallel or sequential'],
    ['toolProtocol', 'txt', 'auto or native or text'],
    ['outputMode', 'natve', 'auto or native or tool or prompt'],
    ['onToolFailure', 'skiprest', 'continue or skipRest'],
    ['onToolError', 'thro', 'result or throw'],
    // A word here would be taken for a list of letters, and no call would be asked about.
    ['approval', 'delete_file', 'a list of rules'],
  ] as const;

  it.each(slips)('%s refuses "%s"', async (key, slip, known) => {
    const message = `"${key}" must be ${known}. It is string "${slip}".`;
    const options = { provider: scriptedProvider(['hi']), model: 'm' };
    const wrong: Partial<AgentOptions> = { [key]: slip };
    expect(() => new Agent({ ...options, ...wrong })).toThrow(message);
    await expect(new Agent(options).run('x', wrong as object)).rejects.toThrow(message);
  });
});

describe('the list of tools', () => {
  const options = { provider: scriptedProvider(['hi']), model: 'm' };
  const make = (name: string) => defineTool({ name, description: `Is ${name}`, input: { type: 'object' } });
  const toolset: Toolset & { readonly name: string } = { name: 'look_up', list: () => [] };

  it.each([2, 8, 9, 200])('of %i tools may hold a tool twice, but no two of one name', (count) => {
    const tools = Array.from({ length: count }, (_, index) => make(`tool_${index}`));
    expect(() => new Agent({ ...options, tools: [...tools, ...tools] })).not.toThrow();
    expect(() => new Agent({ ...options, tools: [...tools, toolset, make('tool_1')] })).toThrow(
      'Two tools are named "tool_1". "Is tool_1" of the list of tools, and "Is tool_1" of the list of tools.',
    );
  });

  it('may hold a toolset, which has no name that counts', () => {
    expect(() => new Agent({ ...options, tools: [toolset, make('look_up'), toolset] })).not.toThrow();
  });

  it.each([null, 'look_up', { name: 'look_up' }])('refuses %o', (stranger) => {
    const tools = [make('other'), toolset, stranger as AnyTool];
    expect(() => new Agent({ ...options, tools })).toThrow(/something that is no tool. found/);
  });
});

describe('hooks', () => {
  const options = { provider: scriptedProvider(['hi']), model: 'm' };
  const make = (...hooks: unknown[]) => new Agent({ ...options, hooks: hooks as never });

  it('refuse a function that nobody would call, and name the nearest', () => {
    expect(() => make({}, { onevent: () => undefined })).toThrow(
      'A hook has no "onevent". There are name, run, turn, model, tool, guard, onEvent. Did you mean "onEvent"?',
    );
  });

  it('may keep things of their own', () => {
    class Counting {
      seen = 0;
      onEvent = () => this.count();
      count() {
        this.seen += 1;
      }
    }
    expect(() => make(new Counting(), { name: 'idle', state: {} })).not.toThrow();
  });

  it.each([null, 'log', () => undefined])('are no %o', (stranger) => {
    expect(() => make(stranger)).toThrow('"hooks" must be a list of hooks.');
  });
});

it('what options inherit is neither used nor refused', () => {
  const inherited: object = Object.create({ approve: true, timeoutMs: 'soon' });
  const definition = { name: 'look_up', description: 'Looks up', input: { type: 'object' } };
  const tool = defineTool(Object.assign(inherited, definition));
  expect(Object.keys(tool)).toEqual(['name', 'description', 'input', 'inputSchema']);
  const options = { provider: scriptedProvider(['hi']), model: 'm', tools: [tool] };
  const agent = new Agent(Object.assign(Object.create({ toolz: [] }) as typeof options, options));
  expect(Object.keys(agent.options)).toEqual(['provider', 'model', 'tools']);
});
