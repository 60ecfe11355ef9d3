import { describe, expect, it } from 'vitest';
import { context, metrics, trace } from '@opentelemetry/api';
import * as z from 'zod';
import { Agent, defineTool, generate } from '@pegboard/core';
import { createRegistry } from '@pegboard/core/plugin';
import { handoff } from '@pegboard/core/tools';
import { scriptedProvider } from '@pegboard/testing';
import { plugin } from './otel-plugin.ts';
import { otel } from './otel.ts';
import { treeOf } from './otlp-receiver.test-util.ts';
import { getWeather, models, named, one, usage, useReceiver } from './subject.test-util.ts';
import { traceContext } from './trace-context.ts';
import { withOtel } from './with-otel.ts';

const receiver = useReceiver();

describe('set up', () => {
  it('in an application: its own span is the parent, its context reaches tools', async () => {
    const seen: unknown[] = [];
    const look = defineTool({
      name: 'look',
      description: 'Looks',
      input: z.object({}),
      execute: () => void seen.push(trace.getActiveSpan()?.spanContext().spanId),
    });
    const agent = new Agent({
      name: 'a',
      provider: scriptedProvider([{ calls: [{ name: 'look' }] }, 'ok']),
      model: 'm',
      tools: [look],
      hooks: [receiver.hooks({ attributes: { 'deployment.environment.name': 'test' } })],
    });
    await receiver.current.tracerProvider.getTracer('app').startActiveSpan('request', async (span) => {
      await agent.run('Go');
      span.end();
    });
    const spans = await receiver.current.spans();
    expect(treeOf(spans)).toEqual([
      'request',
      '  invoke_agent a',
      '    chat m',
      '    chat m',
      '    execute_tool look',
    ]);
    expect(seen).toEqual([one(spans, 'execute_tool look').id]);
    expect(one(spans, 'invoke_agent a').attributes['deployment.environment.name']).toBe('test');
  });

  it('without a context manager the tree of a run is right all the same', async () => {
    context.disable();
    const agent = new Agent({
      name: 'a',
      provider: scriptedProvider([{ calls: [{ name: 'get_weather', input: { city: 'Oslo' } }] }, 'ok']),
      model: 'm',
      tools: [getWeather],
      hooks: [receiver.hooks()],
    });
    await agent.run('Go');
    expect(treeOf(await receiver.current.spans())).toEqual([
      'invoke_agent a',
      '  chat m',
      '  chat m',
      '  execute_tool get_weather',
    ]);
  });

  it('twice counts once', async () => {
    const agent = new Agent({
      name: 'a',
      provider: withOtel(
        scriptedProvider([{ calls: [{ name: 'get_weather', input: { city: 'Oslo' } }] }, 'ok']),
        receiver.current,
      ),
      model: 'm',
      tools: [getWeather],
      hooks: [receiver.hooks(), receiver.hooks()],
    });
    await agent.run('Go');
    expect(treeOf(await receiver.current.spans())).toHaveLength(4);
  });

  it('does not make a run stream that nobody watches', async () => {
    const provider = scriptedProvider(['ok']);
    await new Agent({ provider, model: 'm', hooks: [receiver.hooks()] }).run('Go');
    expect(provider.requests[0]?.deltas).toBe(false);
    const [span] = named(await receiver.current.spans(), 'chat m');
    expect(span?.attributes).not.toHaveProperty('gen_ai.request.stream');
    expect(span?.attributes).not.toHaveProperty('gen_ai.response.time_to_first_chunk');
  });

  it('a conversation has its id, and calls of tools inside of tools their place', async () => {
    const outer = defineTool({
      name: 'outer',
      description: 'Outer',
      input: z.object({}),
      execute: async (_, { call }) => call(getWeather, { city: 'Oslo' }),
    });
    const agent = new Agent({
      name: 'a',
      provider: scriptedProvider([{ calls: [{ name: 'outer' }] }, 'ok']),
      model: 'm',
      tools: [outer],
      hooks: [receiver.hooks()],
    });
    await agent.session({ thread: 'talk' }).run('Go');
    const spans = await receiver.current.spans();
    expect(treeOf(spans)).toEqual([
      'invoke_agent a',
      '  chat m',
      '  chat m',
      '  execute_tool outer',
      '    execute_tool get_weather',
    ]);
    expect(one(spans, 'invoke_agent a').attributes['gen_ai.conversation.id']).toBe('talk');
  });

  it('a run that is handed over names who took it, and each call of a model its own provider', async () => {
    const second = new Agent({
      name: 'b',
      provider: scriptedProvider(['hi'], { name: 'google' }),
      model: 'g',
    });
    const first = new Agent({
      name: 'a',
      provider: scriptedProvider([{ calls: [{ name: 'transfer_to_b', input: {} }] }], { name: 'openai' }),
      model: 'm',
      tools: [handoff(second, { name: 'transfer_to_b', description: 'Hands over' })],
      hooks: [receiver.hooks()],
    });
    expect((await first.run('Go')).text).toBe('hi');
    const spans = await receiver.current.spans();
    expect(one(spans, 'invoke_agent a').attributes['pegboard.run.handoffs']).toEqual(['b']);
    expect(one(spans, 'chat m').attributes['gen_ai.provider.name']).toBe('openai');
    expect(one(spans, 'chat g').attributes['gen_ai.provider.name']).toBe('gcp.gemini');
  });

  it('calls that are started early do not close the span of the model that still writes', async () => {
    const early = defineTool({
      name: 'early',
      description: 'Early',
      input: z.object({}),
      effects: { idempotent: true },
      execute: () => 'x',
    });
    const agent = new Agent({
      name: 'a',
      provider: scriptedProvider([{ calls: [{ name: 'early' }], usage }, 'ok'], { name: 'openai' }),
      model: 'm',
      tools: [early],
      eager: true,
      hooks: [receiver.hooks()],
    });
    await agent.run('Go');
    const spans = await receiver.current.spans();
    expect(named(spans, 'execute_tool early')).toHaveLength(1);
    expect(named(spans, 'chat m')[0]?.attributes).toMatchObject({
      'gen_ai.usage.input_tokens': 100,
      'gen_ai.response.finish_reasons': ['tool_call'],
    });
  });

  it('generate has its span through the provider, with its cost', async () => {
    const provider = withOtel(
      scriptedProvider([{ text: 'ok', usage }], { name: 'openai', models }),
      receiver.current,
    );
    await generate({ provider, model: 'gpt-6-astra', messages: 'Hi' });
    const [span] = await receiver.current.spans();
    expect(span).toMatchObject({
      name: 'chat gpt-6-astra',
      attributes: {
        'gen_ai.provider.name': 'openai',
        'gen_ai.usage.output_tokens': 20,
        'pegboard.cost.usd': 0.0004,
      },
    });
  });

  it('as a plugin it sees every agent of the registry, through the global SDK', async () => {
    const registry = createRegistry({
      providers: [scriptedProvider(['ok'], { name: 'local' })],
      plugins: [{ plugin, config: { capture: 'messages' } }],
    });
    await registry.ready();
    expect(registry.diagnostics).toEqual([]);
    await registry.agent({ model: 'local/m', name: 'a' }).run('Hi');
    await registry.dispose();
    const spans = await receiver.current.spans();
    expect(treeOf(spans)).toEqual(['invoke_agent a', '  chat m']);
    expect(one(spans, 'chat m').attributes['gen_ai.input.messages']).toContain('Hi');
  });

  it('an SDK that is set up after the hooks is used all the same, for metrics too', async () => {
    const late = otel();
    metrics.setGlobalMeterProvider(receiver.current.meterProvider);
    await new Agent({ provider: scriptedProvider(['ok']), model: 'm', hooks: [late] }).run('Go');
    expect(await receiver.current.spans()).toHaveLength(2);
    expect((await receiver.current.points()).map(({ metric }) => metric)).toContain(
      'gen_ai.client.operation.duration',
    );
  });

  it('without any SDK nothing happens, and nothing breaks', async () => {
    trace.disable();
    context.disable();
    const agent = new Agent({ provider: scriptedProvider(['ok']), model: 'm', hooks: [otel()] });
    expect((await agent.run('Go')).text).toBe('ok');
    expect(traceContext()).toEqual({});
  });
});
