import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  Agent,
  type AgentEvent,
  type AgentOptions,
  type AnySchema,
  isRunError,
  jsonSchema,
  oneOf,
  result,
  type RunResult,
  stateOf,
  type RunPatch,
} from '@pegboard/core';
import { scriptedProvider, type ScriptedTurn } from '@pegboard/testing';
import { makeTool } from './make-tool.test-util.ts';

const city = z.object({ city: z.string(), since: z.number().int() });
const rome = { city: 'Rome', since: -753 };
const answer = (input: object): ScriptedTurn => ({ calls: [{ name: 'final_answer', input: { ...input } }] });

const native = { models: [{ id: 'm', capabilities: { structuredOutput: true } }] };
const textOnly = { models: [{ id: 'm', capabilities: { tools: false } }] };

function agentOf<T>(
  turns: readonly ScriptedTurn[],
  options: Omit<AgentOptions<T>, 'provider' | 'model'>,
  scripted = {},
) {
  const provider = scriptedProvider(turns, scripted);
  return { provider, agent: new Agent<T>({ provider, model: 'm', ...options }) };
}

describe.each([
  ['tool', {}, (value: object): ScriptedTurn => answer(value)],
  ['native', native, (value: object): ScriptedTurn => JSON.stringify(value)],
  ['prompt', textOnly, (value: object): ScriptedTurn => `\`\`\`json\n${JSON.stringify(value)}\n\`\`\``],
])('output by %s', (mode, scripted, turn) => {
  it('ends with the validated value and shows no JSON, whoever drives the run', async () => {
    const begin = () => agentOf([turn(rome)], { output: city }, scripted).agent;
    const events: AgentEvent[] = [];
    const texts: string[] = [];
    const run = await begin().run('Where?', { onText: (text) => texts.push(text) });
    const stream = begin().stream('Where?');
    for await (const event of stream) events.push(event);
    const turned = await begin().session().turn({ prompt: 'Where?' });
    for (const one of [run, await stream.result, turned]) {
      expect(one).toMatchObject({ status: 'done', stopReason: 'final', text: '', output: rome, turns: 1 });
      expect(one.calls.all).toEqual([]);
    }
    expect(texts).toEqual([]);
    expect(events.filter(({ type }) => type === 'text' || type.startsWith('tool'))).toEqual([]);
    const partials = events.flatMap((event) => (event.type === 'output' ? [event.partial] : []));
    expect(partials.length).toBeGreaterThan(1);
    expect(partials.at(-1)).toEqual(rome);
  });

  it('goes on with its tools, and shows what is said before the JSON', async () => {
    const { agent, provider } = agentOf(
      [{ text: 'Let me see.', calls: [{ name: 'look' }] }, turn(rome)],
      { output: city, tools: [makeTool('look')], toolProtocol: 'native' },
      mode === 'prompt' ? {} : scripted,
    );
    const run = await agent.run('Where?', { outputMode: mode as 'tool' });
    expect(run).toMatchObject({ output: rome, turns: 2 });
    expect(run.calls.called('look')).toBe(true);
    expect(provider.requests.map(({ output }) => output !== undefined)).toEqual(
      Array(2).fill(mode === 'native'),
    );
  });

  it('asks again with the issues, within its own budget of turns', async () => {
    const { agent, provider } = agentOf(
      [turn({ city: 3, since: 'x' }), turn(rome)],
      { output: city, limits: { turns: 1 } },
      scripted,
    );
    const events: AgentEvent[] = [];
    const run = await agent.run('Where?', { onEvent: (event) => events.push(event) });
    expect(run).toMatchObject({ status: 'done', output: rome, turns: 2 });
    const note = provider.requests[1]?.messages.at(-1);
    expect(JSON.stringify(note)).toMatch(/not accepted.*- since: expected integer, received string/);
    expect(events).toContainEqual(expect.objectContaining({ type: 'warning', code: 'output-refused' }));
  });

  it('fails when the budget is used up, keeps everything, and can be resumed', async () => {
    const bad = turn({ city: 'Rome' });
    const { agent, provider } = agentOf([bad, bad, bad, bad, turn(rome)], { output: city }, scripted);
    const error = await agent.run('Where?').catch((thrown: unknown) => thrown);
    if (!isRunError(error)) throw error;
    expect(error).toMatchObject({
      code: 'invalid-response',
      message: expect.stringMatching(/no valid output in 3 answers.*since.*maxOutputRetries/s) as string,
      result: { status: 'failed', stopReason: 'error', turns: 3 },
    });
    expect(error.result.output).toBeUndefined();
    expect(error.result.messages).toHaveLength(6);
    const resumed = await agent.resume(error.result.state);
    expect(resumed).toMatchObject({ status: 'done', output: rome });
    expect(provider.remaining).toBe(0);
  });

  it('wraps what is no object', async () => {
    const colours = z.array(z.enum(['red', 'blue']));
    const { agent } = agentOf([turn({ answer: ['red'] })], { output: colours }, scripted);
    const stream = agent.stream('Which?');
    const partials: unknown[] = [];
    for await (const event of stream) if (event.type === 'output') partials.push(event.partial);
    expect((await stream.result).output).toEqual(['red']);
    expect(partials.at(-1)).toEqual(['red']);
  });
});

describe('the output tool', () => {
  it('is forced when there is no other tool, and when the model answers with prose', async () => {
    const alone = agentOf([answer(rome)], { output: city });
    await alone.agent.run('Where?');
    expect(alone.provider.requests[0]).toMatchObject({
      tools: [{ name: 'final_answer', inputSchema: { required: ['city', 'since'] } }],
      toolChoice: { tool: 'final_answer' },
    });
    const { agent, provider } = agentOf(['It is Rome.', answer(rome)], {
      output: city,
      tools: [makeTool('look')],
    });
    const pieces: string[] = [];
    const run = await agent.run('Where?', { onText: (text) => pieces.push(text) });
    expect(run).toMatchObject({ output: rome, text: '' });
    expect(pieces.join('')).toBe('It is Rome.');
    expect(provider.requests.map(({ toolChoice }) => toolChoice)).toEqual(['auto', { tool: 'final_answer' }]);
  });

  it('has a name of its own, told when it is almost right', async () => {
    const { agent, provider } = agentOf(
      [{ calls: [{ name: 'FinalAnswer2', args: '{city: "Rome", since: "-753",}' }] }],
      { output: city, tools: [makeTool('final_answer')] },
    );
    expect((await agent.run('Where?')).output).toEqual(rome);
    expect(provider.requests[0]?.tools.map(({ name }) => name)).toEqual(['final_answer', 'final_answer_2']);
  });

  it('leaves a conversation that any provider takes, and no opaque state without its call', async () => {
    const { agent } = agentOf(
      [
        {
          parts: [
            { type: 'reasoning', text: 'Hm.', providerData: { x: { id: 'rs_1' } } },
            {
              type: 'tool-call',
              callId: 'c',
              name: 'final_answer',
              args: JSON.stringify(rome),
              executor: 'client',
            },
          ],
          finish: 'tool-calls',
        },
      ],
      { output: city },
    );
    const reasoning: string[] = [];
    const run = await agent.run('Where?', {
      onEvent: (event) => event.type === 'reasoning' && reasoning.push(event.text),
    });
    expect(run.messages.at(-1)).toMatchObject({
      content: [
        { type: 'reasoning', text: 'Hm.' },
        { type: 'text', text: JSON.stringify(rome) },
      ],
      finish: { unified: 'stop' },
    });
    expect(JSON.stringify(run.messages)).not.toContain('rs_1');
    expect(reasoning).toEqual(['Hm.']);
  });

  it('does not end a run whose answer calls other tools too', async () => {
    const { agent } = agentOf(
      [{ calls: [{ name: 'look' }, { name: 'final_answer', input: rome }] }, answer({ ...rome, since: 1 })],
      { output: city, tools: [makeTool('look')] },
    );
    expect((await agent.run('Where?')).output).toEqual({ city: 'Rome', since: 1 });
  });

  it('is offered alone when tools are forbidden or withdrawn', async () => {
    const { agent, provider } = agentOf([answer(rome)], { output: city, tools: [makeTool('look')] });
    const session = agent.session();
    expect((await session.turn({ prompt: 'Where?', tools: [] })).output).toEqual(rome);
    expect(provider.requests[0]).toMatchObject({ toolChoice: { tool: 'final_answer' } });
    const forbidden = agentOf([answer(rome)], {
      output: city,
      tools: [makeTool('look')],
      toolChoice: 'none',
    });
    await forbidden.agent.run('Where?');
    expect(forbidden.provider.requests[0]).toMatchObject({ toolChoice: { tool: 'final_answer' } });
  });

  it('works through the text protocol', async () => {
    const call = `<tool_call>{"name": "final_answer", "arguments": ${JSON.stringify(rome)}}</tool_call>`;
    const { agent } = agentOf([call], { output: city, outputMode: 'tool', toolProtocol: 'text' });
    expect(await agent.run('Where?')).toMatchObject({ output: rome, text: '' });
  });
});

describe('reading the answer', () => {
  const reads = async (schema: AnySchema, text: string, scripted = native): Promise<RunResult<unknown>> =>
    agentOf<unknown>([text], { output: schema, maxOutputRetries: 0 }, scripted).agent.run('Where?');

  it.each([
    ['mended JSON', "{'city': 'Rome', 'since': '-753',}", city, rome, ''],
    ['prose before it', 'Here you are:\n{"city": "Rome", "since": -753}', city, rome, 'Here you are:'],
    ['prose behind it', '{"city": "Rome", "since": -753}\n\nAsk me more!', city, rome, ''],
    ['a bare array', '["red"]', z.array(z.string()), ['red'], ''],
    ['a bare word of an enum', 'red', z.enum(['red', 'blue']), 'red', 'red'],
    ['a bare number', '12', z.number(), 12, '12'],
    ['a bare alternative', '{"kind": "a"}', oneOf([z.object({ kind: z.literal('a') })]), { kind: 'a' }, ''],
    ['braces that are no JSON', 'So {sorry}', z.string(), 'So {sorry}', 'So {sorry}'],
  ])('takes %s', async (_, text, schema, output, shown) => {
    expect(await reads(schema, text)).toMatchObject({ output, text: shown });
  });

  it.each([
    ['prose for a list', "I don't know", z.array(z.string()), /no JSON in it/],
    ['JSON that ends early', '{"city": "Rome", "since": -7', city, /ends inside an object/],
    ['a misspelt optional member', '{"city":"Rome","snce":1}', city.partial({ since: true }), /snce.*since/s],
    [
      'a refusal of the schema itself',
      '{"city":"Rome","since":1}',
      city.refine(() => false, 'too new'),
      /too new/,
    ],
  ])('refuses %s', async (_, text, schema, message) => {
    await expect(reads(schema, text)).rejects.toMatchObject({
      code: 'invalid-response',
      message: expect.stringMatching(message) as string,
    });
  });

  it('gives what the schema makes of it, and plain JSON Schema what was written', async () => {
    const dated = z.object({ on: z.iso.date().transform((text) => new Date(text)) });
    expect((await reads(dated, '{"on":"2026-11-21"}')).output).toEqual({ on: new Date('2026-11-21') });
    const raw = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] };
    expect((await reads(raw, '{"n":1}')).output).toEqual({ n: 1 });
    expect((await reads(jsonSchema<number[]>({ type: 'array' }), '[1]')).output).toEqual([1]);
  });

  it('takes the first of several schemas that fits, and tells of the nearest', async () => {
    const either = oneOf([
      z.object({ kind: z.literal('city'), name: z.string() }),
      z.object({ kind: z.literal('river'), km: z.number() }),
    ]);
    const { agent, provider } = agentOf(
      [answer({ answer: { kind: 'river', km: 'long' } }), answer({ answer: { kind: 'river', km: 405 } })],
      { output: either },
    );
    expect((await agent.run('What?')).output).toEqual({ kind: 'river', km: 405 });
    expect(JSON.stringify(provider.requests[1]?.messages.at(-1))).toMatch(/km: expected number/);
    expect(() => oneOf([])).toThrow(/at least one/);
  });

  it('keeps the references of recursive schemas', async () => {
    const node = z.object({
      name: z.string(),
      get children() {
        return z.array(node);
      },
    });
    const tree = { name: 'a', children: [{ name: 'b', children: [] }] };
    const { agent } = agentOf([answer({ answer: [tree] })], { output: z.array(node) });
    expect((await agent.run('Tree?')).output).toEqual([tree]);
    const bent = agentOf([answer({ answer: { ...tree, children: [{ name: 'b', children: [] }] } })], {
      output: oneOf([z.number(), node]),
    });
    expect((await bent.agent.run('Tree?')).output).toEqual(tree);
  });
});

describe('a run that does not end with its output', () => {
  it.each([
    ['was cut off', { text: '{"city": "Ro', finish: 'length' }, 'length', ''],
    ['was refused', { text: 'I cannot help.', finish: 'refusal' }, 'refusal', 'I cannot help.'],
  ] as const)('has none when the answer %s', async (_, turn, stopReason, text) => {
    const { agent } = agentOf([turn], { output: city }, native);
    const run = await agent.run('Where?');
    expect(run).toMatchObject({ status: 'stopped', stopReason, text });
    expect(run.output).toBeUndefined();
  });

  it('has the value of a tool that ended the run, where it fits', async () => {
    const ending = (value: unknown) => makeTool('finish', () => result(value, { final: true }));
    const finish = { calls: [{ name: 'finish' }] };
    const fits = await agentOf([finish], { output: city, tools: [ending(rome)] }).agent.run('Where?');
    expect(fits).toMatchObject({ stopReason: 'tool-final', output: rome });
    const events: AgentEvent[] = [];
    const other = await agentOf([finish], { output: city, tools: [ending('x')] }).agent.run('Where?', {
      onEvent: (event) => events.push(event),
    });
    expect(other).toMatchObject({ status: 'done', stopReason: 'tool-final' });
    expect(other.output).toBeUndefined();
    expect(events).toContainEqual(expect.objectContaining({ code: 'output-refused' }));
  });

  it('pauses and gives it after the decision', async () => {
    const { agent } = agentOf([{ calls: [{ name: 'look' }] }, answer(rome)], {
      output: city,
      tools: [makeTool('look', undefined, { approval: true })],
    });
    const paused = await agent.run('Where?');
    expect(paused.output).toBeUndefined();
    const [pending] = paused.pending;
    const done = await agent.resume(paused.state, { approvals: { [pending?.callId ?? '']: true } });
    expect(done.output).toEqual(rome);
  });
});

describe('a run killed between two of its patches', () => {
  it('comes to the same output and asks no more often', async () => {
    const turns = [answer({ city: 1 }), 'Rome it is.', answer(rome)];
    const begin = (from = 0) => agentOf(turns.slice(from), { output: city, tools: [makeTool('look')] });
    const patches: RunPatch[] = [];
    await begin().agent.run('Where?', { checkpoint: (patch) => void patches.push(structuredClone(patch)) });
    expect(patches.filter(({ type }) => type === 'output-refused')).toHaveLength(2);
    for (let length = 1; length < patches.length; length++) {
      const state = stateOf(patches.slice(0, length));
      const { agent } = begin(state.answered);
      const resumed = await agent.resume(JSON.parse(JSON.stringify(state)) as typeof state);
      expect(resumed).toMatchObject({ status: 'done', output: rome, turns: 3 });
    }
  });
});

describe('options', () => {
  it('lets a run ask for another output than its agent', async () => {
    const { agent } = agentOf([answer({ answer: 'red' })], { output: city });
    expect((await agent.run('Which?', { output: z.enum(['red', 'blue']) })).output).toBe('red');
  });

  it.each([
    ['something that is no schema', { output: { city: z.string() } }, /not a schema/],
    ['a schema without JSON', { output: z.object({ on: z.date() }) }, /no JSON Schema/],
    ['a bad budget', { maxOutputRetries: -1 }, /maxOutputRetries/],
  ])('refuses %s', (_, options, message) => {
    expect(() => agentOf([], options as never)).toThrow(message);
  });

  it('fails the run when the schema throws', async () => {
    const broken = city.refine(() => {
      throw new Error('broken');
    });
    const { agent } = agentOf([answer(rome)], { output: broken });
    await expect(agent.run('Where?')).rejects.toMatchObject({ name: 'RunError', code: 'schema' });
  });
});
