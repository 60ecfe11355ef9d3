import type { ModelSettings, ToolChoice } from '@pegboard/core';
import { check, checkSame } from '../../conformance/check.ts';
import { saying } from '../answers.ts';
import { apiKey, clockTool, weatherTool } from '../model-request.ts';
import { providerCase } from '../provider-case.ts';
import type { ProviderBench, SeenRequest } from '../provider-bench.ts';
import { sent } from '../sent-request.ts';
import { system, user } from '../transcripts.ts';

/** The settings of a request without those that the API makes a provider fill in, unless `name` is one of them. */
function settingsIn({ wire }: ProviderBench, { facts }: SeenRequest, name?: string): ModelSettings {
  const filled: readonly string[] = wire.requiredSettings ?? [];
  return Object.fromEntries(
    Object.entries(facts.settings).filter(([key]) => key === name || !filled.includes(key)),
  );
}

export const requestCases = [
  providerCase('the name keeps to its pattern', async ({ provider }) => {
    check(
      /^[a-z0-9][a-z0-9._-]*$/.test(provider.name),
      `"${provider.name}" should be lower case, without a slash`,
    );
  }),
  providerCase('model and message arrive', async (bench) => {
    const { facts } = await sent(bench, {});
    checkSame(facts.model, bench.ask().model, 'the model');
    checkSame(facts.messages, [{ role: 'user', text: 'Hello' }], 'the messages');
  }),
  providerCase('the key goes where it belongs, and nowhere else', async (bench) => {
    const { headers, text, url } = await sent(bench, {});
    if (bench.wire.keyOf) checkSame(bench.wire.keyOf(headers, url), apiKey, 'the key');
    check(!text.includes(apiKey), 'the key must not be in the body');
  }),
  providerCase('nothing is sent that was not asked for', async (bench) => {
    const request = await sent(bench, {});
    const { facts } = request;
    checkSame(settingsIn(bench, request), {}, 'the settings');
    checkSame(facts.tools, [], 'the tools');
    checkSame(facts.outputSchema, undefined, 'the output schema');
  }),
  providerCase('settings arrive, 0 and false included', async (bench) => {
    for (const [name, value] of Object.entries(bench.wire.settings)) {
      const needsTools = name === 'parallelToolCalls';
      const request = await sent(bench, {
        settings: { [name]: value },
        ...(needsTools && { tools: [clockTool] }),
      });
      checkSame(settingsIn(bench, request, name), { [name]: value }, `the setting ${name}`);
    }
  }),
  providerCase('a setting that needs tools is not sent without', async (bench) => {
    await sent(bench, { settings: { parallelToolCalls: false } });
    await sent(bench, { toolChoice: 'required' });
    await sent(bench, { toolChoice: 'none' });
  }),
  providerCase('an empty list of stop texts is not sent', async (bench) => {
    await sent(bench, { settings: { stop: [] } });
  }),
  providerCase('a setting that the model refuses is left out with a warning', async (bench) => {
    const { subject, answer, run, ask, seen } = bench;
    if (!subject.refusing) return { skipped: 'no refusing model in the options' };
    const { model, setting } = subject.refusing;
    const values = { temperature: 0.5, topP: 0.5, seed: 7, stop: ['x'] } as const;
    answer(saying('ok'));
    const { warnings } = await run(ask({ model, settings: { [setting]: values[setting] } }));
    const [request] = seen;
    checkSame(request && settingsIn(bench, request), {}, 'the settings');
    check(
      warnings.some(({ code, message }) => code === 'setting-dropped' && message !== ''),
      'there should be a warning setting-dropped',
    );
  }),
  providerCase('every depth of reasoning makes a valid request', async (bench) => {
    // Hosts that share this wire take it in keys of their own, which the first-party host refuses.
    if (bench.wire.codec === 'openai.chat')
      return { skipped: 'hosts of this API differ in where they take it' };
    const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'max'] as const;
    for (const reasoning of [...efforts, { budgetTokens: 2048 }]) {
      await sent(bench, { settings: { reasoning } });
      await sent(bench, { settings: { reasoning, maxTokens: 1500, temperature: 1 }, tools: [clockTool] });
    }
    return undefined;
  }),
  providerCase('a wish for the cache makes a valid request', async (bench) => {
    const messages = [system('Be brief'), ...Array.from({ length: 6 }, (_, at) => user(`Question ${at}`))];
    for (const promptCache of [true, false, { ttl: '5m' }, { ttl: '1h' }] as const)
      await sent(bench, { messages, tools: [weatherTool, clockTool], settings: { promptCache } });
  }),
  providerCase('tools arrive with name, description and schema', async (bench) => {
    const { facts } = await sent(bench, { tools: [weatherTool, clockTool] });
    checkSame(
      facts.tools.map(({ name, description }) => ({ name, description })),
      [
        { name: 'get_weather', description: 'Weather of a city' },
        { name: 'clock', description: 'The time' },
      ],
      'the tools',
    );
    const schema = JSON.stringify(facts.tools[0]?.schema);
    for (const word of ['"city"', '"string"', 'Name of the city', '"required"'])
      check(schema.includes(word), `the schema should hold ${word}`);
  }),
  providerCase('every choice of tools arrives', async (bench) => {
    const tools = [weatherTool, clockTool];
    checkSame((await sent(bench, { tools })).facts.toolChoice ?? 'auto', 'auto', 'the choice auto');
    if (bench.wire.noToolChoice) return { skipped: 'the API has no choice of tools' };
    for (const toolChoice of ['none', 'required', { tool: 'clock' }] as const) {
      checkSame((await sent(bench, { tools, toolChoice })).facts.toolChoice, toolChoice, 'the choice');
    }
    return undefined;
  }),
  providerCase('tools that must not be called are left out where the API has no choice', async (bench) => {
    if (!bench.wire.noToolChoice) return { skipped: 'the API has a choice of tools' };
    const tools = [weatherTool, clockTool];
    const offered = async (toolChoice: ToolChoice): Promise<string[]> =>
      (await sent(bench, { tools, toolChoice })).facts.tools.map(({ name }) => name);
    checkSame(await offered('none'), [], 'the tools for the choice none');
    checkSame(await offered({ tool: 'clock' }), ['clock'], 'the tools for the choice of one');
    checkSame(await offered('required'), ['get_weather', 'clock'], 'the tools for the choice required');
    return undefined;
  }),
  providerCase('the schema of the answer arrives', async (bench) => {
    const output = {
      name: 'city_report',
      schema: {
        type: 'object',
        properties: { city: { type: 'string' } },
        required: ['city'],
        additionalProperties: false,
      },
    };
    const { text } = await sent(bench, { output });
    check(text.includes('"city"'), 'the schema should be in the request');
  }),
  providerCase('provider options are merged into the body, those of others are not', async (bench) => {
    const { option = { metadata: { purpose: 'test' } } } = bench.wire;
    const providerOptions = {
      [bench.provider.name]: option,
      somebody: { unknown_option: 'of another' },
    };
    const { body, text } = await sent(bench, { providerOptions });
    for (const [key, value] of Object.entries(option)) checkSame(body[key], value, `the option ${key}`);
    check(!text.includes('of another'), 'the option of another provider must stay out');
  }),
  providerCase('the same input makes the same bytes', async (bench) => {
    const change = {
      messages: [system('Be brief'), user('Hello')],
      tools: [weatherTool, clockTool],
      settings: bench.wire.settings,
    };
    const first = await sent(bench, change);
    const second = await sent(bench, structuredClone(change));
    checkSame(second.text, first.text, 'the second request');
  }),
  providerCase('a request is not changed', async ({ answer, run, ask }) => {
    const { signal, ...plain } = ask({ messages: [system('Be brief'), user('Hello')], tools: [weatherTool] });
    const request = { ...structuredClone(plain), signal };
    answer(saying('x'));
    await run(request);
    const { signal: _, ...after } = request;
    checkSame(after, plain, 'the request after the call');
  }),
];
