import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Agent } from '@pegboard/core';
import { doneTool } from '@pegboard/core/tools';
import { scriptedProvider } from '@pegboard/testing';

describe('doneTool', () => {
  it('ends the run with its validated input as the output', async () => {
    const provider = scriptedProvider([
      { calls: [{ name: 'report', args: { city: 'Oslo', day: 'x' } }] },
      { calls: [{ name: 'report', args: { city: 'Oslo', days: 2 } }] },
    ]);
    const output = z.object({ city: z.string(), days: z.number(), unit: z.string().default('C') });
    const tools = [doneTool({ name: 'report', description: 'Reports', output })];
    const result = await new Agent({ provider, model: 'm', tools }).run('Weather?');
    expect(result).toMatchObject({ status: 'done', stopReason: 'tool-final' });
    expect(result.output).toEqual({ city: 'Oslo', days: 2, unit: 'C' });
    expect(provider.requests).toHaveLength(2);
  });

  it('takes an answer when nothing is said', async () => {
    const tool = doneTool();
    expect(tool).toMatchObject({ name: 'done', inputSchema: { required: ['answer'] } });
    const provider = scriptedProvider([{ calls: [{ name: 'done', args: { answer: '42' } }] }]);
    const { output } = await new Agent({ provider, model: 'm', tools: [tool] }).run('?');
    expect(output).toEqual({ answer: '42' });
  });

  it('refuses a value that is no object', () => {
    expect(() => doneTool({ output: z.string() })).toThrow(/input must be an object/);
  });
});
