import { type Agent, type Message, type RunState, userMessage } from '@pegboard/core';
import type { WireAnswer } from '@pegboard/testing';
import fc from 'fast-check';
import { it } from 'vitest';
import { answer, call, everything, finishOf, say, think } from './lib/answers.ts';
import { type RandomRun, randomRuns } from './lib/random-runs.ts';
import { broken, clock, getWeather, giving, pay, shot } from './lib/tools.ts';
import { expectNoLeak } from './play/expect-no-leak.ts';
import { openPlay, type Play } from './play/open-play.ts';
import { playOn } from './play/play-on.ts';
import { wires } from './table/wires.ts';

const tools = [
  getWeather,
  clock,
  broken,
  shot,
  pay,
  giving('facts', { list: [1, null], deep: {} }),
  giving('empty', ''),
];

it('any conversation goes through all wire formats in any order', { timeout: 60_000 }, async () => {
  const conversations = fc.array(randomRuns, { minLength: 2, maxLength: 5 });
  await fc.assert(fc.asyncProperty(conversations, fc.boolean(), converse), {
    numRuns: 100,
  });
});

type Answers = ((play: Play) => WireAnswer)[];

async function converse(conversation: readonly RandomRun[], streamed: boolean): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const left: Answers = [];
  const plays: Play[] = [];
  for (const wire of wires) {
    const play = stack.use(await openPlay(wire, streamed));
    play.host.always(() => left.shift()?.(play) ?? answer(say('Nothing more.')));
    plays.push(play);
  }
  await playOn(
    plays.map(({ host }) => host),
    async () => {
      let messages: readonly Message[] = [];
      for (const [number, run] of conversation.entries()) {
        left.splice(0, left.length, ...answersOf(run, number));
        messages = await act(plays, run, messages);
      }
      for (const { transport, host, held } of plays) {
        held(messages);
        for (const { name } of wires) if (name !== transport.name) expectNoLeak(host.seen, name, messages);
      }
    },
  );
}

function answersOf(run: RandomRun, number: number): Answers {
  const turns = run.turns.map(({ thought, text, calls: called }, at) => (play: Play): WireAnswer => {
    const made = called.map(({ name, input }, index) => call(`c${number}_${at}_${index}`, name, input));
    const said = answer(
      ...(thought === null ? [] : [think(thought)]),
      ...(text === null ? [] : [say(text)]),
      ...made,
    );
    return run.cut && at === 0 ? { ...said, finish: finishOf(play.transport.wire, 'length') ?? null } : said;
  });
  const rich = ({ host, transport }: Play): WireAnswer =>
    run.rich && host.seen.length === 1 ? everything(transport.wire) : answer(call(`r${number}`, 'clock', {}));
  return [rich, ...turns, () => answer(say(run.end))];
}

async function act(
  plays: readonly Play[],
  run: RandomRun,
  messages: readonly Message[],
): Promise<readonly Message[]> {
  const play = playAt(plays, run.wire);
  let result = await play.run(agentOf(play, run), [...messages, userMessage(run.input)]);
  while (result.status === 'paused') {
    const next = playAt(plays, run.next.wire);
    const state = JSON.parse(JSON.stringify(result.state)) as RunState;
    const approvals = Object.fromEntries(result.pending.map(({ callId }) => [callId, run.next.approve]));
    result = await next.resume(agentOf(next, run), state, { approvals });
  }
  return result.messages;
}

function agentOf({ agent, transport: { models } }: Play, { model, reasoning }: RandomRun): Agent {
  return agent({
    model: models[model % models.length] ?? models[0],
    settings: reasoning === undefined ? {} : { reasoning },
    tools,
    builtinTools: [{ type: 'web_search' }],
    maxToolRetries: false,
    repeatLimit: false,
  });
}

function playAt(plays: readonly Play[], wire: number): Play {
  // The number is below that of the wires.
  return plays[wire] as Play;
}
