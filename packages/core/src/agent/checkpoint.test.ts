import { describe, expect, it } from 'vitest';
import {
  Agent,
  type AgentOptions,
  inProcessMemory,
  isRunError,
  type Memory,
  type Message,
  result as toolResult,
  type ResumeOptions,
  type RunOptions,
  type RunPatch,
  type RunResult,
  stateOf,
} from '@pegboard/core';
import { scriptedError, scriptedProvider, type ScriptedTurn } from '@pegboard/testing';
import { expectSound } from './check-history.test-util.ts';
import { externalTool, makeTool } from './make-tool.test-util.ts';

/** A world in which a run can die and go on: what tools did to it, and the memory, outlive the process. */
interface World {
  readonly options: Omit<AgentOptions, 'provider' | 'model'>;
  readonly effects: string[];
  readonly memory: Memory | undefined;
}

interface Story {
  readonly name: string;
  readonly script: readonly ScriptedTurn[];
  readonly world: () => World;
  readonly resume?: ResumeOptions;
  readonly prompt?: string;
}

function world(more: (effects: string[]) => Partial<AgentOptions>, memory?: Memory): World {
  const effects: string[] = [];
  return { effects, memory, options: { ...(memory && { memory }), ...more(effects) } };
}

function tools(effects: string[]): Partial<AgentOptions> {
  const note = (
    _: object,
    { idempotencyKey, attempt }: { idempotencyKey: string; attempt: number },
  ): string => {
    effects.push(`${idempotencyKey.split(':')[1] ?? ''}#${attempt}`);
    return 'noted';
  };
  return {
    tools: [
      makeTool('safe', note, { effects: { idempotent: true } }),
      makeTool('once', note),
      makeTool('last', (input, ctx) => toolResult(note(input, ctx), { final: true }), {
        effects: { idempotent: true },
      }),
      makeTool('asked', note, { approval: true, effects: { idempotent: true } }),
      externalTool('outside'),
    ],
  };
}

/** Answers by the conversation, not by counting, so that a second process goes on where the first was. */
function answers(script: readonly ScriptedTurn[]): ReturnType<typeof scriptedProvider> {
  return scriptedProvider([], {
    otherwise: (request) => {
      const asked = request.messages.findLastIndex(
        (message) => message.role === 'user' && textIn(message) !== 'Go on',
      );
      const turn = request.messages.slice(asked).filter((message) => message.role === 'assistant').length;
      return (script[turn] ?? 'over the end') as string;
    },
  });
}

function textIn(message: Message): string {
  return message.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

const call = (name: string, callId: string): { readonly name: string; readonly callId: string } => ({
  name,
  callId,
});
const stories: readonly Story[] = [
  { name: 'an answer', script: ['done'], world: () => world(tools) },
  {
    name: 'two turns with idempotent tools',
    script: [
      { text: 'First', calls: [call('safe', 'a'), call('safe', 'b')] },
      { calls: [call('safe', 'c')] },
      'done',
    ],
    world: () => world(tools),
  },
  {
    name: 'refused calls and a withdrawn tool',
    script: [
      { calls: [call('nope', 'x'), call('safe', 'a')] },
      ...['p', 'q', 'r'].map((id) => ({ calls: [{ ...call('safe', id), args: '{"n":"x"}' }] })),
      'done',
    ],
    world: () => world(tools),
  },
  { name: 'a final tool', script: [{ calls: [call('last', 'a')] }, 'never'], world: () => world(tools) },
  {
    name: 'a cut-off answer twice',
    script: [
      { calls: [call('safe', 'a')], finish: 'length' },
      { calls: [call('safe', 'b')], finish: 'length' },
      'never',
    ],
    world: () => world(tools),
  },
  {
    name: 'a pause of the provider',
    script: [{ text: 'One', finish: 'pause' }, 'two'],
    world: () => world(tools),
  },
  {
    name: 'a thread in memory',
    script: [{ calls: [call('safe', 'a')] }, { calls: [call('safe', 'b')] }, 'done'],
    world: () => world(tools, inProcessMemory()),
  },
  {
    name: 'approval and an external tool',
    script: [{ calls: [call('asked', 'a'), call('outside', 'o'), call('safe', 's')] }, 'done'],
    world: () => world(tools, inProcessMemory()),
    resume: { approvals: { a: true }, external: { o: 'from outside' } },
  },
  {
    name: 'a prompt after approval',
    script: [{ calls: [call('asked', 'a')] }, 'done'],
    world: () => world(tools),
    resume: { approvals: { a: false }, prompt: 'Go on' },
  },
];

interface Played {
  readonly result: RunResult;
  readonly patches: readonly RunPatch[];
}

async function settle(run: Promise<RunResult>): Promise<RunResult> {
  return run.catch((error: unknown) => {
    if (isRunError(error)) return error.result;
    throw error;
  });
}

function agentOf(story: Pick<Story, 'script'>, { options }: World): Agent {
  return new Agent({ provider: answers(story.script), model: 'm', modelRetries: false, ...options });
}

async function playWhole(story: Story, place: World, patches: RunPatch[] = []): Promise<Played> {
  const checkpoint = (patch: RunPatch): void =>
    void patches.push(JSON.parse(JSON.stringify(patch)) as RunPatch);
  const start: RunOptions = { checkpoint, ...(place.memory && { thread: 't' }) };
  const agent = agentOf(story, place);
  let result = await settle(agent.run('Work', start));
  if (story.resume && result.status === 'paused')
    result = await settle(agent.resume(result.state, { ...story.resume, checkpoint }));
  return { result, patches };
}

/** What is the same however often a run was interrupted. */
function essence(messages: readonly Message[]): unknown {
  return messages.map(({ id: _id, ...message }) => message);
}

describe.each(stories)('the patches of $name', (story) => {
  it('come to the state of the result, after each of them too', async () => {
    const { result, patches } = await playWhole(story, story.world());
    expect(stateOf(patches)).toEqual(JSON.parse(JSON.stringify(result.state)));
    for (let count = 1; count < patches.length; count++)
      expect(stateOf(patches.slice(0, count)).version).toBe(1);
  });

  it('let the run go on after a kill at any of them, to the same end, doing nothing twice', async () => {
    const whole = await playWhole(story, story.world());
    for (let count = 1; count < whole.patches.length; count++) {
      const place = story.world();
      const kept: RunPatch[] = [];
      await playUntil(story, place, kept, count);
      const before = [...place.effects];
      const resumed = await goOn(story, place, kept);
      const where = `killed after patch ${count} (${kept.at(-1)?.type})`;
      expect(resumed.status, where).toBe(whole.result.status);
      expect(resumed.stopReason, where).toBe(whole.result.stopReason);
      expect(essence(resumed.messages), where).toEqual(essence(whole.result.messages));
      expect(resumed.turns, where).toBe(whole.result.turns);
      expect(stateOf(kept), where).toEqual(JSON.parse(JSON.stringify(resumed.state)));
      expectSound(resumed.messages);
      expectNothingTwice(kept, before, place.effects, where);
      if (place.memory) {
        const stored = await place.memory.load('t', { signal: new AbortController().signal });
        expect(essence(stored), where).toEqual(essence(resumed.messages));
      }
    }
  });
});

/** A process that dies after so many patches: nothing that comes later is seen by anybody, whatever still runs. */
async function playUntil(story: Story, place: World, kept: RunPatch[], count: number): Promise<void> {
  await new Promise<void>((die) => {
    const checkpoint = (patch: RunPatch): Promise<void> | void => {
      if (kept.length === count) return new Promise(() => undefined);
      kept.push(JSON.parse(JSON.stringify(patch)) as RunPatch);
      if (kept.length < count) return;
      die();
      return new Promise(() => undefined);
    };
    const agent = agentOf(story, place);
    const options = { checkpoint, timeouts: { hookMs: false } } as const;
    const run = agent.run('Work', { ...options, ...(place.memory && { thread: 't' }) });
    const more = story.resume;
    void run.then((result) => more && agent.resume(result.state, { ...more, ...options }));
  });
}

async function goOn(story: Story, place: World, kept: RunPatch[]): Promise<RunResult> {
  const checkpoint = (patch: RunPatch): void => void kept.push(JSON.parse(JSON.stringify(patch)) as RunPatch);
  const agent = agentOf(story, place);
  const state = stateOf(kept);
  const waits = state.calls.some((item) => item.phase === 'waiting');
  let result = await agent.resume(state, { ...(waits && openDecisions(story, kept)), checkpoint });
  while (result.status === 'paused')
    result = await agent.resume(result.state, { ...openDecisions(story, kept), checkpoint });
  return result;
}

/** The decisions of the story about calls that still wait. */
function openDecisions(story: Story, kept: readonly RunPatch[]): ResumeOptions {
  const { calls, messages, queued = [] } = stateOf(kept);
  const waiting =
    (kind: string): ((entry: [string, unknown]) => boolean) =>
    ([id]) =>
      calls.some((item) => item.callId === id && item.waitsFor === kind && item.phase === 'waiting');
  const approvals = Object.fromEntries(
    Object.entries(story.resume?.approvals ?? {}).filter(waiting('approval')),
  );
  const external = Object.fromEntries(
    Object.entries(story.resume?.external ?? {}).filter(waiting('external')),
  );
  const asked = [...messages, ...queued].some((message) => textIn(message) === story.resume?.prompt);
  const prompt = story.resume?.prompt !== undefined && !asked ? { prompt: story.resume.prompt } : {};
  return { approvals, external, ...prompt };
}

/** A tool that was finished does not run again; one that was begun does so only if it is idempotent, under the same key. */
function expectNothingTwice(
  kept: readonly RunPatch[],
  before: readonly string[],
  after: readonly string[],
  where: string,
): void {
  const ids = after.map((effect) => effect.split('#')[0]);
  for (const effect of before) {
    const id = effect.split('#')[0];
    const settledBefore = kept.findIndex(
      (patch) => patch.type === 'call' && patch.callId === id && patch.set.phase === 'settled',
    );
    const startedTwice =
      kept.filter((patch) => patch.type === 'call' && patch.callId === id && patch.set.phase === 'running')
        .length > 1;
    if (!startedTwice)
      expect(
        ids.filter((other) => other === id),
        where,
      ).toHaveLength(1);
    expect(settledBefore, where).toBeGreaterThanOrEqual(0);
  }
}

const begun = async (name: string): Promise<{ kept: RunPatch[]; place: World; story: Story }> => {
  const story: Story = {
    name,
    script: [{ calls: [call(name, 'a'), call('safe', 'b')] }, 'done'],
    world: () => world(tools),
  };
  const place = story.world();
  const kept: RunPatch[] = [];
  const patches = (await playWhole(story, story.world())).patches;
  const started = patches.findIndex(
    (patch) => patch.type === 'call' && patch.callId === 'a' && patch.set.phase === 'running',
  );
  await playUntil(story, place, kept, started + 1);
  return { kept, place, story };
};

describe('a kill while a tool runs', () => {
  it('runs an idempotent one again, under the same key', async () => {
    const { kept, place, story } = await begun('safe');
    const result = await goOn(story, place, kept);
    expect(place.effects).toContain('a#2');
    expect(result.calls.all[0]).toMatchObject({ callId: 'a', status: 'success', attempts: 2 });
  });

  it('gives another `interrupted`, and runs its neighbour', async () => {
    const { kept, place, story } = await begun('once');
    const result = await goOn(story, place, kept);
    expect(place.effects.filter((effect) => effect.startsWith('a'))).toEqual([]);
    expect(result.calls.all).toMatchObject([
      { status: 'interrupted', error: expect.stringContaining('may have taken effect') as string },
      { status: 'success' },
    ]);
    expect(result.status).toBe('done');
    expectSound(result.messages);
  });
});

describe('checkpoint', () => {
  it('is awaited before a call starts and after it is settled, before its event', async () => {
    const log: string[] = [];
    const tool = makeTool('work', () => void log.push('runs'));
    const agent = new Agent({
      provider: scriptedProvider([{ calls: [{ name: 'work' }] }, 'done']),
      model: 'm',
      tools: [tool],
    });
    await agent.run('Work', {
      async checkpoint(patch) {
        await new Promise((resolve) => setImmediate(resolve));
        if (patch.type === 'call') log.push(`stored ${String(patch.set.phase)}`);
      },
      onEvent: ({ type }) => ['tool-call', 'tool-start', 'tool-result'].includes(type) && log.push(type),
    });
    expect(log).toEqual([
      'tool-call',
      'stored running',
      'tool-start',
      'runs',
      'stored settled',
      'tool-result',
    ]);
  });

  it('gets patches that append only: none grows with the run', async () => {
    const turns = Array.from({ length: 10 }, () => ({ calls: [{ name: 'work' }] }));
    const sizes: number[] = [];
    const agent = new Agent({
      provider: scriptedProvider([...turns, 'done']),
      model: 'm',
      tools: [makeTool('work')],
    });
    await agent.run('Work', { checkpoint: (patch) => void sizes.push(JSON.stringify(patch).length) });
    expect(Math.max(...sizes)).toBeLessThan(1_500);
  });

  it('never holds context, injected values or the like', async () => {
    const patches: RunPatch[] = [];
    const agent = new Agent({
      provider: scriptedProvider([{ calls: [{ name: 'work' }] }, 'done']),
      model: 'm',
      tools: [makeTool('work')],
      providerOptions: { x: { key: 'SECRET' } },
    });
    await agent.run('Work', {
      context: { token: 'SECRET' },
      checkpoint: (patch) => void patches.push(patch),
    });
    expect(JSON.stringify(patches)).not.toContain('SECRET');
  });

  it.each([
    ['a failed run', [{ error: scriptedError('authentication') }]],
    [
      'a failed run after a turn',
      [{ calls: [{ name: 'work' }] }, { error: scriptedError('authentication') }],
    ],
  ])('gives the state of %s', async (_, script) => {
    const patches: RunPatch[] = [];
    const agent = new Agent({ provider: scriptedProvider(script), model: 'm', tools: [makeTool('work')] });
    const result = await settle(agent.run('Work', { checkpoint: (patch) => void patches.push(patch) }));
    expect(result.status).toBe('failed');
    expect(stateOf(patches)).toEqual(result.state);
  });

  it('gives the state of a cancelled run, and of one that goes on from it', async () => {
    const patches: RunPatch[] = [];
    const checkpoint = (patch: RunPatch): void => void patches.push(patch);
    const provider = scriptedProvider([{ text: 'Half of the answer', after: 1, hang: true }, 'done']);
    const agent = new Agent({ provider, model: 'm' });
    const controller = new AbortController();
    const cancelled = await agent.run('Work', {
      checkpoint,
      signal: controller.signal,
      onText: () => controller.abort(),
    });
    expect(cancelled).toMatchObject({ status: 'cancelled', text: 'Half of the answ' });
    expect(stateOf(patches)).toEqual(cancelled.state);
    const resumed = await agent.resume(cancelled.state, { checkpoint });
    expect(resumed).toMatchObject({ status: 'done', text: 'done', turns: 1 });
    expect(resumed.messages).toHaveLength(2);
    expect(stateOf(patches)).toEqual(resumed.state);
  });

  it.each(['before', 'after'])('gives the state of a run that a run hook fails %s it', async (when) => {
    const patches: RunPatch[] = [];
    const run = async (_: unknown, next: () => Promise<unknown>): Promise<void> => {
      if (when === 'after') await next();
      throw new Error('no');
    };
    const agent = new Agent({ provider: scriptedProvider(['done']), model: 'm', hooks: [{ run }] });
    const result = await settle(agent.run('Work', { checkpoint: (patch) => void patches.push(patch) }));
    expect(stateOf(patches)).toEqual(result.state);
  });

  it('gives the state of a run that was aborted before it began', async () => {
    const patches: RunPatch[] = [];
    const agent = new Agent({ provider: scriptedProvider([]), model: 'm' });
    const result = await agent.run('Work', {
      signal: AbortSignal.abort(),
      checkpoint: (patch) => void patches.push(patch),
    });
    expect(stateOf(patches)).toEqual(result.state);
  });

  it('that throws after an abort does not keep calls from their results', async () => {
    const controller = new AbortController();
    const tool = makeTool('work', () => (controller.abort(), new Promise(() => undefined)));
    const provider = scriptedProvider([{ calls: [{ name: 'work' }, { name: 'work' }] }]);
    const agent = new Agent({ provider, model: 'm', tools: [tool] });
    const result = await agent.run('Work', {
      signal: controller.signal,
      checkpoint() {
        if (controller.signal.aborted) throw new Error('store is gone');
      },
    });
    expect(result.status).toBe('cancelled');
    expectSound(result.messages);
  });
});

describe('stateOf', () => {
  it.each([[[]], [[{ type: 'turn', turn: 1, elapsedMs: 0 }]]])('refuses %j', (patches) => {
    expect(() => stateOf(patches as RunPatch[])).toThrow(
      expect.objectContaining({ code: 'invalid-state' }) as Error,
    );
  });
});
