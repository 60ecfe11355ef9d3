import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Agent, type AnyTool, defineTool, defer, ProviderError, suspend } from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';
import { treeOf } from '../otlp-receiver.test-util.ts';
import { named, one, useReceiver } from '../subject.test-util.ts';

const receiver = useReceiver();

describe('ways to end', () => {
  async function run(
    tools: readonly AnyTool[],
    turns: Parameters<typeof scriptedProvider>[0],
    signal?: AbortSignal,
  ) {
    const provider = scriptedProvider(turns, { name: 'openai' });
    const agent = new Agent({
      name: 'a',
      provider,
      model: 'm',
      tools,
      hooks: [receiver.hooks()],
      modelRetries: false,
    });
    const result = await agent.run('Go', signal ? { signal } : {}).catch((error: unknown) => error);
    return { result, spans: await receiver.current.spans() };
  }
  const tool = (execute: (() => string) | undefined, options: object = {}): AnyTool =>
    defineTool({
      name: 'work',
      description: 'Works',
      input: z.object({}),
      ...options,
      ...(execute && { execute }),
    });
  const call = { calls: [{ name: 'work' }] };

  it.each([
    ['approval', tool(() => '', { approval: true }), 0],
    ['an external result', tool(undefined), 0],
    [
      'a deferral',
      tool(() => {
        throw defer({ job: 1 });
      }),
      1,
    ],
    [
      'a suspension',
      tool(() => {
        throw suspend({ step: 1 });
      }),
      1,
    ],
  ])('waiting for %s is no error', async (_, subject, toolSpans) => {
    const { spans } = await run([subject], [call]);
    expect(spans.map(({ status }) => status)).not.toContain(2);
    expect(one(spans, 'invoke_agent a').attributes['pegboard.run.status']).toBe('paused');
    const ran = named(spans, 'execute_tool work');
    expect(ran).toHaveLength(toolSpans);
    for (const span of ran) expect(span.attributes['pegboard.tool.status']).toBe('waiting');
  });

  it('a failed tool is an error of its span alone', async () => {
    const { spans } = await run(
      [
        tool(() => {
          throw new RangeError('the password is x');
        }),
      ],
      [call, 'Sorry'],
    );
    expect(one(spans, 'execute_tool work')).toMatchObject({
      status: 2,
      attributes: { 'error.type': 'tool_error', 'pegboard.tool.status': 'failed' },
    });
    expect(one(spans, 'execute_tool work').message).toBeUndefined();
    expect(one(spans, 'invoke_agent a').status).toBe(0);
    const points = await receiver.current.points();
    const [duration] = points.filter(({ metric }) => metric === 'gen_ai.execute_tool.duration');
    expect(duration?.attributes).toMatchObject({ 'error.type': 'tool_error', 'gen_ai.tool.name': 'work' });
  });

  it('a failed model fails the call and the run, with the code of the error', async () => {
    const error = new ProviderError({
      code: 'authentication',
      what: 'no',
      provider: 'openai',
      retryable: false,
    });
    const { spans } = await run([], [{ error }]);
    expect(one(spans, 'chat m')).toMatchObject({
      status: 2,
      attributes: { 'error.type': 'authentication', 'gen_ai.provider.name': 'openai' },
    });
    expect(one(spans, 'invoke_agent a')).toMatchObject({
      status: 2,
      attributes: {
        'error.type': 'authentication',
        'pegboard.run.status': 'failed',
        'gen_ai.provider.name': 'openai',
      },
    });
  });

  it('an abort is no error', async () => {
    const controller = new AbortController();
    const done = run(
      [
        tool(() => {
          controller.abort();
          return '';
        }),
      ],
      [call, 'never'],
      controller.signal,
    );
    const { spans } = await done;
    expect(spans.map(({ status }) => status)).not.toContain(2);
    expect(one(spans, 'invoke_agent a').attributes['pegboard.run.status']).toBe('cancelled');
  });

  it('an abort while the model hangs closes its span', async () => {
    const controller = new AbortController();
    const provider = scriptedProvider([{ hang: true }]);
    const agent = new Agent({ name: 'a', provider, model: 'm', hooks: [receiver.hooks()] });
    const cancelled = agent.run('Go', { signal: controller.signal });
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    await cancelled;
    const spans = await receiver.current.spans();
    expect(treeOf(spans)).toEqual(['invoke_agent a', '  chat m']);
    expect(one(spans, 'chat m')).toMatchObject({ status: 0, attributes: { 'pegboard.cancelled': true } });
  });

  it('a run that is resumed is a run of its own, with the same id', async () => {
    const provider = scriptedProvider([call, 'done']);
    const agent = new Agent({
      name: 'a',
      provider,
      model: 'm',
      tools: [tool(() => 'x', { approval: true })],
      hooks: [receiver.hooks()],
    });
    const paused = await agent.run('Go');
    await agent.resume(paused.state, { approvals: { call_1: { deny: 'no' } } });
    const spans = await receiver.current.spans();
    const [first, second] = named(spans, 'invoke_agent a');
    expect(first?.attributes['pegboard.run.id']).toBe(second?.attributes['pegboard.run.id']);
    expect(second?.events).toMatchObject([{ attributes: { 'pegboard.tool.status': 'denied' } }]);
    expect(second?.attributes['gen_ai.usage.input_tokens']).toBe(10);
  });
});
