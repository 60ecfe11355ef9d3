import { Agent, type BuiltinTool, ConfigError, defineTool } from '@pegboard/core';
import type { BuiltinSupport, ModelRequest, ToolSpec } from '@pegboard/core/provider';
import { describe, expect, it } from 'vitest';
import { ask } from '../models/ask.test-util.ts';
import { withNativeTools } from './native-tools.ts';

const spec = (name: string, builtin?: BuiltinTool): ToolSpec => ({
  name,
  description: name,
  inputSchema: { type: 'object' },
  ...(builtin && { builtin }),
});
const clock = spec('clock');
const search = spec('search', { type: 'web_search', maxUses: 2 });
const memory = spec('memory', { type: 'memory' });
const support: BuiltinSupport = {
  web_search: { options: ['maxUses'], executor: 'provider' },
  memory: { options: [], executor: 'client' },
};
const native = (change: Partial<ModelRequest>, has: BuiltinSupport | undefined = support) =>
  withNativeTools(ask(change), () => has);

describe('tools that stand for a builtin tool', () => {
  it('give their place to the one that the API runs, and stay beside the one whose calls we run', () => {
    const { tools, builtinTools } = native({ tools: [clock, search, memory] });
    expect(tools).toEqual([clock, memory]);
    expect(builtinTools).toEqual([{ type: 'web_search', maxUses: 2 }, { type: 'memory' }]);
  });

  it('stay tools where the API has none such, or nothing is known of it', () => {
    const request = ask({ tools: [clock, search, memory] });
    expect(withNativeTools(request, () => ({}))).toBe(request);
    expect(withNativeTools(request, () => undefined)).toBe(request);
    expect(withNativeTools(request, undefined)).toBe(request);
    expect(native({ tools: [spec('odd', { type: 'constructor' })] }).tools).toHaveLength(1);
  });

  it('do not come twice when the builtin tool is asked for as well', () => {
    const asked = { type: 'web_search', maxUses: 9 };
    expect(native({ tools: [search], builtinTools: [asked] })).toMatchObject({
      tools: [],
      builtinTools: [asked],
    });
  });

  it('take a forced choice along', () => {
    expect(native({ tools: [search], toolChoice: { tool: 'search' } }).toolChoice).toEqual({
      tool: 'web_search',
    });
    expect(native({ tools: [memory], toolChoice: { tool: 'memory' } }).toolChoice).toEqual({
      tool: 'memory',
    });
  });

  it('leave a request without them as it is', () => {
    const request = ask({ tools: [clock] });
    expect(withNativeTools(request, () => support)).toBe(request);
  });
});

it('a tool keeps the builtin tool that it stands for', () => {
  const tool = defineTool({
    name: 'search',
    description: 'x',
    input: { type: 'object' },
    builtin: { type: 'web_search' },
  });
  expect(tool.builtin).toEqual({ type: 'web_search' });
});

it('an agent asks declarations whether its target can take them', () => {
  const asked: string[] = [];
  const tool = Object.defineProperty({ type: 'x' }, Symbol.for('pegboard.builtin-check'), {
    value: ({ provider, model }: { provider: { name: string }; model: string }) => {
      asked.push(`${provider.name}/${model}`);
      throw new ConfigError({ what: 'It has none' });
    },
  });
  const provider = { name: 'p', stream: () => (async function* () {})() };
  expect(() => new Agent({ provider, model: 'm', builtinTools: [tool] })).toThrow('It has none');
  expect(asked).toEqual(['p/m']);
});
