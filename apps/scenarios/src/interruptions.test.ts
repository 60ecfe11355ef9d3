import { defineTool, type RunState, userMessage } from '@pegboard/core';
import { expect } from 'vitest';
import * as z from 'zod';
import { answer, call, say, think } from './lib/answers.ts';
import { clock } from './lib/tools.ts';
import { scenario } from './play/scenario.ts';

for (const way of ['taken up again', 'followed by another question'] as const) {
  scenario(`a run that is aborted while a tool works, ${way}`, async ({ agent, script, run, resume }) => {
    const controller = new AbortController();
    const endless = defineTool({
      name: 'endless',
      description: 'Works for ever',
      input: z.object({}),
      execute: () => {
        controller.abort(new DOMException('enough', 'AbortError'));
        return new Promise(() => {});
      },
    });
    const worker = agent({ tools: [clock, endless] });
    script(
      answer(think('Both.'), call('c1', 'clock', {}), call('c2', 'endless', {}), call('c3', 'clock', {})),
    );
    const stopped = await run(worker, 'Work.', { signal: controller.signal });
    expect(stopped.status).toBe('cancelled');

    script(answer(call('c4', 'clock', {})), answer(say('Noon; the rest did not end.')));
    const state = JSON.parse(JSON.stringify(stopped.state)) as RunState;
    const { calls, status } =
      way === 'taken up again'
        ? await resume(worker, state)
        : await run(worker, [...stopped.messages, userMessage('What have you got?')]);
    expect(status).toBe('done');
    expect(calls.called('clock')).toBe(true);
  });
}

scenario(
  'a run that is aborted while the model writes, taken up again',
  async ({ agent, script, resume, host }) => {
    const controller = new AbortController();
    const teller = agent({ tools: [clock] });
    script(answer(call('c1', 'clock', {})), answer(think('A story.'), say('Once upon a time.')));
    const stopped = await teller.run('Tell a story.', {
      signal: controller.signal,
      onText: () => controller.abort(new DOMException('enough', 'AbortError')),
    });
    expect(stopped.status).toBe('cancelled');
    script(answer(say('Once more from the start.')));
    const { text } = await resume(teller, stopped.state);
    expect(text).toBe('Once more from the start.');
    expect(host.seen).toHaveLength(3);
    // The request whose answer was cut off is made again, word by word.
    expect(host.seen[2]?.text).toBe(host.seen[1]?.text);
  },
  { ways: ['as a stream'], holds: false },
);
