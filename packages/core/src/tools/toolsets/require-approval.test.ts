import { describe, expect, it } from 'vitest';
import {
  Agent,
  type AnyTool,
  type JsonObject,
  type RunResult,
  type ToolOptions,
  type Toolset,
} from '@pegboard/core';
import { type ApprovalRule, prefix, requireApproval, type Selection, wrapCalls } from '@pegboard/core/tools';
import { scriptedProvider } from '@pegboard/testing';
import { makeTool, toolsetOf } from './toolset.test-util.ts';

const run = async (tools: readonly (AnyTool | Toolset)[], name: string, args = {}): Promise<RunResult> => {
  const provider = scriptedProvider([{ calls: [{ name, args }] }, 'done']);
  return new Agent({ provider, model: 'm', tools }).run('Go');
};

/** What a call of a tool with this `approval` waits for once `when` is added. */
async function asked(
  approval: ToolOptions<JsonObject>['approval'],
  when?: ApprovalRule,
  selection?: Selection,
): Promise<unknown> {
  const tool = makeTool('pay', { ...(approval !== undefined && { approval }) });
  const { pending } = await run([requireApproval(tool, selection, when)], 'pay', { amount: 5 });
  return pending.length === 0 ? false : (pending[0]?.reason ?? true);
}

describe('requireApproval', () => {
  it('pauses the run, and the approved call runs', async () => {
    const ran: unknown[] = [];
    const tool = wrapCalls(makeTool('pay'), ({ input }, next) => (ran.push(input), next()));
    const provider = scriptedProvider([{ calls: [{ name: 'x_pay', args: { n: 1 } }] }, 'done']);
    const tools = [prefix(requireApproval(toolsetOf('bank', [tool])), 'x')];
    const agent = new Agent({ provider, model: 'm', tools });
    const paused = await agent.run('Go');
    expect(paused).toMatchObject({ status: 'paused', pending: [{ kind: 'approval', name: 'x_pay' }] });
    expect(ran).toEqual([]);
    const [{ callId } = { callId: '' }] = paused.pending;
    expect((await agent.resume(paused.state, { approvals: { [callId]: true } })).status).toBe('done');
    expect(ran).toEqual([{ n: 1 }]);
  });

  it('concerns the selected tools only', async () => {
    const tools = requireApproval([makeTool('pay'), makeTool('look')], 'p*');
    expect((await run(tools, 'look')).status).toBe('done');
    expect((await run(tools, 'pay')).status).toBe('paused');
    expect(() => requireApproval(tools, 'pya')).toThrow(/Did you mean "pay"/);
  });

  it('is asked with the input, and only adds to what the tool asks itself', async () => {
    const no: ApprovalRule = () => false;
    expect(await asked('own', 'added')).toBe('own; added');
    expect(await asked('own', no)).toBe('own');
    expect(await asked('', false)).toBe(false);
    expect(await asked(undefined)).toBe(true);
    expect(await asked(undefined, no)).toBe(false);
    expect(await asked(undefined, ({ amount }) => amount === 5 && 'five')).toBe('five');
    expect(await asked(true, no)).toBe(true);
    expect(await asked(true, () => 'why')).toBe('why');
    expect(await asked(() => 'own', no)).toBe('own');
    expect(await asked(() => 'own')).toBe('own');
    expect(
      await asked(
        () => 'own',
        () => 'added',
      ),
    ).toBe('own; added');
    expect(await asked(() => false, no)).toBe(false);
    expect(await asked(() => false)).toBe(true);
    expect(await asked(async () => true, no)).toBe(true);
    expect(
      await asked(
        () => 'same',
        () => 'same',
      ),
    ).toBe('same');
  });

  it('fails a call when the rule breaks', async () => {
    const { calls, status } = await run(
      [requireApproval(makeTool('pay'), '*', () => Promise.reject(new RangeError('no answer')))],
      'pay',
    );
    expect(status).toBe('done');
    expect(calls.last('pay')).toMatchObject({ status: 'failed' });
  });
});
