import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Agent, type ApprovalRule, defineTool, type RunOptions } from '@pegboard/core';
import { tag } from '@pegboard/core/tools';
import { scriptedProvider } from '@pegboard/testing';

const removed: string[] = [];
const remove = defineTool({
  name: 'delete_file',
  description: 'Deletes a file',
  input: z.object({ path: z.string() }),
  execute: ({ path }) => {
    removed.push(path);
    return `deleted ${path}`;
  },
});

function run(paths: readonly string[], approval: readonly ApprovalRule[], options: RunOptions = {}) {
  removed.length = 0;
  const provider = scriptedProvider([
    { calls: paths.map((path) => ({ name: 'delete_file', input: { path } })) },
    'Done.',
  ]);
  return {
    provider,
    result: new Agent({ provider, model: 'm', tools: [remove], approval }).run('x', options),
  };
}

describe('rules of approval', () => {
  it('hold for names, globs and inputs; other calls run', async () => {
    const result = await run(
      ['.env', 'notes'],
      [{ tool: 'delete_*', when: { path: '.env*' }, reason: 'it holds secrets' }],
    ).result;
    expect(result.pending).toMatchObject([{ input: { path: '.env' }, reason: 'it holds secrets' }]);
    expect(removed).toEqual(['notes']);
    expect((await run(['a'], ['delete_file']).result).status).toBe('paused');
    expect((await run(['a'], ['write_*']).result).status).toBe('done');
  });
});

describe('selectors of rules', () => {
  const asks = async (approval: readonly ApprovalRule[]): Promise<boolean> => {
    const provider = scriptedProvider([{ calls: [{ name: 'delete_file', input: { path: 'a' } }] }, 'Done.']);
    const tools = tag([remove], 'files');
    const { status } = await new Agent({ provider, model: 'm', tools, approval }).run('x');
    return status === 'paused';
  };

  it.each<[readonly ApprovalRule[], boolean]>([
    [['#files'], true],
    [['#net'], false],
    [['#f*'], true],
    [[({ name }) => name.startsWith('delete')], true],
    [[() => false], false],
    [[{ tool: '#files', when: { path: 'a' } }], true],
    [[{ tool: ({ tags }) => tags?.includes('files') === true, when: { path: 'b' } }], false],
    [['!read_*'], true],
    [['!delete_*'], false],
    [['*', '!delete_file'], false],
    [['!delete_file', 'delete_file'], true],
    [['delete_*', '!#files'], false],
    // A list in a list counts by itself.
    [[['delete_file'], ['!delete_file']], true],
    [[['!read_file'], ['other']], true],
    [[{ tool: 'delete_file', reason: '' }], true],
    [[], false],
  ])('%j: asks %s', async (rules, asked) => {
    expect(await asks(rules)).toBe(asked);
  });

  it('are refused where they are none', () => {
    const provider = scriptedProvider([]);
    for (const approval of [[5], [{ tol: 'x' }], [undefined], ['a', [{}]], { tool: 'x' }])
      expect(() => new Agent({ provider, model: 'm', approval: approval as never })).toThrow(
        '"approval" must be a list of rules',
      );
  });

  it('that cannot tell keep the call from running', async () => {
    const { result } = run(
      ['a'],
      [
        () => {
          throw new TypeError('no idea');
        },
      ],
    );
    expect((await result).calls.last('delete_file')).toMatchObject({ status: 'failed' });
    expect(removed).toEqual([]);
  });
});

describe('onApproval', () => {
  it('is asked about each call and may approve, deny, change the input, or leave it to resume', async () => {
    const { result, provider } = run(['a', 'b', 'c', 'd'], ['*'], {
      onApproval: ({ input }) => {
        if (input['path'] === 'a') return true;
        if (input['path'] === 'b') return { deny: 'keep it' };
        return input['path'] === 'c' ? { approve: true, input: { path: 'C' } } : undefined;
      },
    });
    const paused = await result;
    expect(paused.pending.map((call) => call.input)).toEqual([{ path: 'd' }]);
    expect(removed).toEqual(['a', 'C']);
    const agent = new Agent({ provider, model: 'm', tools: [remove] });
    const done = await agent.resume(paused.state, { approvals: { [paused.pending[0]?.callId ?? '']: true } });
    expect(done.status).toBe('done');
    expect(done.calls.all.map((call) => call.status)).toEqual(['success', 'denied', 'success', 'success']);
    expect(JSON.stringify(provider.requests[1]?.messages.at(-1))).toContain('run with another input');
  });

  it('may take its time; calls that need no approval run meanwhile', async () => {
    const { result } = run(['slow', 'free'], [{ tool: '*', when: { path: 'slow' } }], {
      onApproval: async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        expect(removed).toEqual(['free']);
        return true;
      },
    });
    expect((await result).status).toBe('done');
    expect(removed).toEqual(['free', 'slow']);
  });

  it('denies when it fails, and lets go when the run is aborted', async () => {
    const failed = await run(['a'], ['*'], {
      onApproval: () => {
        throw new TypeError('no screen');
      },
    }).result;
    expect(failed.calls.all[0]).toMatchObject({ status: 'denied' });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 10);
    const aborted = await run(['a'], ['*'], {
      signal: controller.signal,
      onApproval: () => new Promise(() => undefined),
    }).result;
    expect(aborted.status).toBe('cancelled');
    expect(removed).toEqual([]);
  });
});
