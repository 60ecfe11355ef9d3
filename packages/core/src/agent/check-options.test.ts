import { describe, expect, it } from 'vitest';
import { Agent, type AgentOptions } from '@pegboard/core';
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
