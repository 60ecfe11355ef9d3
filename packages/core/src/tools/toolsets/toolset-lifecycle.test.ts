import { describe, expect, it } from 'vitest';
import { Agent, type Toolset } from '@pegboard/core';
import { filter, merge, prefix, wrapCalls } from '@pegboard/core/tools';
import { scriptedProvider } from '@pegboard/testing';
import { anyContext, makeTool, namesOf } from './toolset.test-util.ts';

interface Recorded extends Toolset {
  readonly log: string[];
}

function recorded(id: string, log: string[] = [], fail = false): Recorded {
  return {
    id,
    log,
    open: () => void log.push(`open ${id}`),
    list: () => [makeTool(`${id}_a`), makeTool(`${id}_b`)],
    async [Symbol.asyncDispose]() {
      await Promise.resolve();
      log.push(`dispose ${id}`);
      if (fail) throw new RangeError(`${id} is stuck`);
    },
  };
}

describe('open', () => {
  it('reaches a source once in a run, however many toolsets are derived from it', async () => {
    const source = recorded('s');
    const tools = [prefix(filter(source, 's_a'), 'x'), merge(filter(source, '*_b'))];
    const provider = scriptedProvider(['one', 'two']);
    const agent = new Agent({ provider, model: 'm', tools });
    await agent.run('Hi');
    expect(source.log).toEqual(['open s']);
    expect(namesOf(provider.requests[0]?.tools as never)).toEqual(['x_s_a', 's_b']);
    await agent.run('Hi');
    expect(source.log).toEqual(['open s', 'open s']);
  });

  it('that failed is tried again', async () => {
    let tries = 0;
    const source: Toolset = {
      open() {
        if (++tries === 1) throw new RangeError('not yet');
      },
      list: () => [],
    };
    const ctx = anyContext();
    const toolset = merge(source);
    await expect(toolset.open?.(ctx)).rejects.toThrow('not yet');
    await toolset.open?.(ctx);
    await toolset.open?.(ctx);
    expect(tries).toBe(2);
  });
});

describe('disposal', () => {
  it('is its owner\u2019s, never the agent\u2019s', async () => {
    const source = recorded('s');
    {
      await using toolset = prefix(source, 'x');
      const agent = new Agent({ provider: scriptedProvider(['a']), model: 'm', tools: [toolset, source] });
      await agent.run('Hi');
      expect(source.log).not.toContain('dispose s');
    }
    expect(source.log.at(-1)).toBe('dispose s');
  });

  it('reaches every source, the last first, also through several layers and past failures', async () => {
    const log: string[] = [];
    const merged = merge(
      wrapCalls(recorded('a', log), (_, next) => next()),
      prefix(recorded('b', log, true), 'x'),
      makeTool('plain'),
      recorded('c', log),
    );
    await expect(merged[Symbol.asyncDispose]()).rejects.toThrow('b is stuck');
    expect(log).toEqual(['dispose c', 'dispose b', 'dispose a']);
  });

  it('tells of all failures', async () => {
    const merged = merge(recorded('a', [], true), recorded('b', [], true));
    await expect(merged[Symbol.asyncDispose]()).rejects.toThrow(
      /2 toolsets could not be disposed of.*b is stuck; a is stuck/,
    );
  });

  it('is possible where no source needs it', async () => {
    await using toolset = merge({ list: () => [makeTool('a')] });
    expect(namesOf(await toolset.list(anyContext()))).toEqual(['a']);
  });
});
