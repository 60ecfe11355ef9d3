import { describe, expect, it } from 'vitest';
import {
  Agent,
  type AgentOptions,
  defer,
  defineTool,
  type RunResult,
  suspend,
  type ToolOptions,
} from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';
import { expectSound } from './check-history.test-util.ts';
import { makeTool } from './make-tool.test-util.ts';

const ran: string[] = [];

function runOuter(
  calls: readonly string[],
  { innerWait, ...more }: Pick<ToolOptions, 'innerWait'> & Partial<AgentOptions> = {},
): Promise<RunResult> {
  ran.length = 0;
  const outer = defineTool({
    name: 'outer',
    description: 'Calls others',
    input: { type: 'object', properties: {} },
    ...(innerWait !== undefined && { innerWait }),
    execute: (_, ctx) =>
      Promise.all(calls.map((name) => ctx.call(name, {}).catch((error: Error) => error.message))),
  });
  const make = (name: string, approval = false) => makeTool(name, () => (ran.push(name), name), { approval });
  const later = makeTool('later', () => {
    throw defer();
  });
  const stopped = makeTool('stopped', () => {
    throw suspend({});
  });
  const deep = defineTool({
    name: 'deep',
    description: 'Calls one that asks',
    input: { type: 'object', properties: {} },
    execute: (_, ctx) => ctx.call('asks', {}),
  });
  const tools = [outer, make('asks', true), make('free'), later, stopped, deep];
  const provider = scriptedProvider([{ calls: [{ name: 'outer' }] }, 'done']);
  return new Agent({ provider, model: 'm', tools, ...more }).run('go');
}

describe('a call inside a tool that cannot wait', () => {
  it.each(['asks', 'later', 'stopped', 'deep'])(
    'is denied where it would wait (%s), and others run',
    async (name) => {
      const result = await runOuter([name, 'free'], { innerWait: false });
      expect(result.status).toBe('done');
      expect(ran).toEqual(['free']);
      const [denied, free] = result.calls.lastResult('outer') as string[];
      expect(denied).toContain(`${name} was not run`);
      expect(free).toBe('free');
      expect(result.calls.last(name)).toMatchObject({ status: 'denied', phase: 'settled' });
      expect(result.state.calls.every(({ phase }) => phase === 'settled')).toBe(true);
      expectSound(result.messages);
    },
  );

  it('runs when somebody approves at once, and is denied when that one does not decide', async () => {
    const approved = await runOuter(['asks'], { innerWait: false, onApproval: () => true });
    expect(approved.calls.lastResult('outer')).toEqual(['asks']);
    const undecided = await runOuter(['asks'], { innerWait: false, onApproval: () => undefined });
    expect([undecided.status, ran]).toEqual(['done', []]);
  });

  it('waits where the tool does not say so', async () => {
    expect(await runOuter(['asks'])).toMatchObject({ status: 'paused', stopReason: 'approval' });
  });
});
