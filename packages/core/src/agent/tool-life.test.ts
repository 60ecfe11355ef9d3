import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AgentEvent,
  isRunError,
  type RunPatch,
  type RunResult,
  type RunState,
  stateOf,
} from '@pegboard/core';
import { expectSound } from './check-history.test-util.ts';
import { copyOf, decisionsOn, essence, stories, type Story, storyAgent } from './tool-life.test-util.ts';

/** Goes on with a state in another process, decision by decision, until the run is over. */
async function toTheEnd(story: Story, state: RunState, atOnce = true): Promise<RunResult> {
  let given = state;
  for (let resumes = 0; resumes < 60; resumes++) {
    const { pending } = await storyAgent(story).resume(copyOf(given));
    const now = atOnce ? pending : pending.slice(0, 1);
    const result = await storyAgent(story).resume(copyOf(given), decisionsOn(story, now));
    if (result.status !== 'paused') return result;
    given = result.state;
  }
  throw new RangeError('The run never ends');
}

async function whole(story: Story): Promise<RunResult> {
  const result = await storyAgent(story).run('Go');
  return result.status === 'paused' ? toTheEnd(story, result.state) : result;
}

/** The calls of the model have a result each, in history and in the record; nothing is left open. */
function expectClosed({ messages, calls, status, pending }: RunResult, where: string): void {
  expect(status, where).toBe('done');
  expect(pending, where).toEqual([]);
  expectSound(messages);
  const told = messages.flatMap(({ role, content }) => (role === 'tool' ? content : []));
  const made = calls.all.filter((call) => call.parent === undefined);
  expect(told.map((part) => [part.callId, part.status])).toEqual(
    made.map((call) => [call.callId, call.status]),
  );
  expect(
    calls.all.filter((call) => call.phase !== 'settled' || call.status === undefined),
    where,
  ).toEqual([]);
}

describe('whatever becomes of calls', () => {
  it(
    'each has exactly one result, when everything is decided at once or one by one',
    { timeout: 240_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(stories, async (story) => {
          const started = await storyAgent(story).run('Go');
          const atOnce = started.status === 'paused' ? await toTheEnd(story, started.state) : started;
          const oneByOne =
            started.status === 'paused' ? await toTheEnd(story, started.state, false) : started;
          expectClosed(atOnce, 'at once');
          expectClosed(oneByOne, 'one by one');
          expect(essence(oneByOne.messages)).toEqual(essence(atOnce.messages));
        }),
        { numRuns: 150 },
      );
    },
  );

  it(
    'each has exactly one result after an abort at any event, and the run goes on',
    { timeout: 240_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(stories, fc.nat({ max: 40 }), async (story, at) => {
          const controller = new AbortController();
          const told: AgentEvent[] = [];
          const onEvent = (event: AgentEvent): void => {
            if (told.push(event) > at) controller.abort();
          };
          const cut = await storyAgent(story).run('Go', { signal: controller.signal, onEvent });
          if (cut.status !== 'paused') expectSound(cut.messages);
          const results = told.flatMap((event) =>
            event.type === 'tool-result' && !event.path ? [event.callId] : [],
          );
          expect(new Set(results).size).toBe(results.length);
          if (cut.status === 'done') return;
          const { status, state } = cut;
          const end = status === 'paused' ? await toTheEnd(story, state) : await goOn(story, state);
          expectClosed(end, `${status} after ${told.at(-1)?.type}`);
        }),
        { numRuns: 200 },
      );
    },
  );

  it(
    'a state of any moment leads to the same conversation in another process',
    { timeout: 240_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(stories, async (story) => {
          const expected = await whole(story);
          const patches: RunPatch[] = [];
          const checkpoint = (patch: RunPatch): void => void patches.push(copyOf(patch));
          let result = await storyAgent(story).run('Go', { checkpoint });
          while (result.status === 'paused') {
            const decisions = decisionsOn(story, result.pending);
            result = await storyAgent(story).resume(copyOf(result.state), { ...decisions, checkpoint });
          }
          expect(copyOf(result.state)).toEqual(copyOf(stateOf(patches)));
          for (let count = 1; count < patches.length; count++) {
            const state = stateOf(patches.slice(0, count));
            const end = state.status === 'done' ? undefined : await goOn(story, state);
            if (!end) continue;
            const where = `after patch ${count} (${JSON.stringify(patches[count - 1]).slice(0, 120)})`;
            expectClosed(end, where);
            expect(essence(end.messages), where).toEqual(essence(expected.messages));
          }
        }),
        { numRuns: 40 },
      );
    },
  );
});

async function goOn(story: Story, state: RunState): Promise<RunResult> {
  const result = await storyAgent(story)
    .resume(copyOf(state))
    .catch((error: unknown) => {
      if (isRunError(error)) return error.result;
      throw error;
    });
  return result.status === 'paused' ? toTheEnd(story, result.state) : result;
}
