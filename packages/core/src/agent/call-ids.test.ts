import { expect, it } from 'vitest';
import { Agent, type RunResult } from '@pegboard/core';
import { scriptedProvider, type ScriptedTurn } from '@pegboard/testing';
import { expectSound } from './check-history.test-util.ts';
import { makeTool } from './make-tool.test-util.ts';

async function play(...script: ScriptedTurn[]): Promise<RunResult> {
  const result = await new Agent({
    provider: scriptedProvider([...script, 'done']),
    model: 'm',
    tools: [makeTool('work')],
  }).run('Hi');
  expectSound(result.messages);
  expect(result.calls.all.every((call) => call.status === 'success')).toBe(true);
  for (const { callId } of result.calls.all) expect(callId).toMatch(/^[a-zA-Z0-9_-]{1,40}$/);
  return result;
}

const call = (
  callId: string,
  n: number,
): { readonly name: string; readonly callId: string; readonly input: { readonly n: number } } => ({
  name: 'work',
  callId,
  input: { n },
});

it.each([
  ['good ids are kept', ['toolu_01A-b', 'c'.repeat(40)], true],
  ['empty ones are replaced', ['', ''], false],
  ['long ones are replaced', ['x'.repeat(41), 'fc_'.repeat(20)], false],
  ['strange ones are replaced', ['a b', 'functions.work:0'], false],
])('%s', async (_, ids, kept) => {
  const { calls } = await play({ calls: ids.map((id, n) => call(id, n)) });
  expect(calls.all.map((record) => record.result)).toEqual([0, 1]);
  expect(calls.all.map((record) => record.callId).filter((id) => ids.includes(id))).toEqual(kept ? ids : []);
});

it('ids that repeat are told apart, in one answer and over the turns', async () => {
  const { calls } = await play({ calls: [call('same', 0), call('same', 1)] }, { calls: [call('same', 2)] });
  expect(calls.all.map((record) => record.result)).toEqual([0, 1, 2]);
  expect(new Set(calls.all.map((record) => record.callId)).size).toBe(3);
  expect(calls.all[0]?.callId).toBe('same');
});

it('ids of calls that the provider ran are not taken either, and its results stay where they are', async () => {
  const parts = [
    { type: 'tool-call', callId: 'same', name: 'web_search', args: '{"q":"x"}', executor: 'provider' },
    {
      type: 'tool-result',
      callId: 'same',
      name: 'web_search',
      status: 'success',
      content: [{ type: 'text', text: 'found' }],
      executor: 'provider',
    },
  ] as const;
  const { messages, calls } = await play({ parts, calls: [call('mine', 0)] }, { calls: [call('same', 1)] });
  expect(calls.all.map((record) => record.result)).toEqual([0, 1]);
  expect(calls.all[1]?.callId).not.toBe('same');
  expect(messages[1]?.content.map((part) => part.type)).toEqual(['tool-call', 'tool-call', 'tool-result']);
});
