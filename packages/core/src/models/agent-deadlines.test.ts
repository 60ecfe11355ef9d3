import { expect, it } from 'vitest';
import { Agent, type AgentEvent } from '@pegboard/core';
import { balance, withFallback, withRetry } from '@pegboard/core/models';
import { scriptedProvider } from '@pegboard/testing';
import { targetOf } from './ask.test-util.ts';

const hanging = () =>
  targetOf(scriptedProvider([], { name: 'hangs', otherwise: { hang: true, ignoreAbort: true } }));

it("an agent's deadlines hold for each target by itself, also for nested ones", async () => {
  const answering = targetOf(scriptedProvider(['done'], { name: 'answers' }));
  const events: AgentEvent[] = [];
  const target = withFallback([withFallback([balance([hanging()]), hanging()]), answering]);
  const agent = new Agent({ ...target, timeouts: { firstTokenMs: 15 } });
  const result = await agent.run('Hi', { onEvent: (event) => events.push(event) });
  expect(result.text).toBe('done');
  expect(events.filter(({ type }) => type === 'warning')).toMatchObject([
    { code: 'fallback' },
    { code: 'fallback' },
  ]);
  expect(result.messages.at(-1)).toMatchObject({ origin: { provider: 'answers', model: 'm' } });
});

it('a decorator around several targets has the deadline for the whole', async () => {
  const target = { ...withFallback([hanging(), targetOf(scriptedProvider(['done']))]) };
  const agent = new Agent({
    provider: withRetry(target.provider),
    model: target.model,
    modelRetries: false,
    timeouts: { firstTokenMs: 15 },
  });
  await expect(agent.run('Hi', { onText: () => undefined })).rejects.toMatchObject({ code: 'timeout' });
});

it('an abort ends it', async () => {
  const agent = new Agent({ ...withFallback([hanging()]) });
  expect((await agent.run('Hi', { signal: AbortSignal.timeout(10) })).status).toBe('cancelled');
});
