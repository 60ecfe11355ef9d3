import { type RunPatch, stateOf } from '@pegboard/core';
import { expect } from 'vitest';
import { answer, call, say, think } from './lib/answers.ts';
import { clock, getWeather } from './lib/tools.ts';
import { scenario } from './play/scenario.ts';

scenario(
  'a run whose process died at any point, taken up from its patches',
  async ({ agent, script, run, resume, held }) => {
    const traveller = agent({ tools: [getWeather, clock] });
    const answers = [
      answer(think('Two.'), call('c1', 'get_weather', { city: 'Rome' }), call('c2', 'clock', {})),
      answer(call('c3', 'clock', {}), call('c4', 'get_weather', { city: 'Oslo' })),
      answer(say('Sunny.')),
    ];
    const stored: string[] = [];
    script(...answers);
    await run(traveller, 'Compare.', { checkpoint: (patch) => void stored.push(JSON.stringify(patch)) });
    held();

    for (let count = 1; count < stored.length; count++) {
      const state = stateOf(stored.slice(0, count).map((patch) => JSON.parse(patch) as RunPatch));
      // What the model has answered is not asked again.
      script(...answers.slice(state.answered));
      const { status, text, calls } = await resume(traveller, state);
      expect({ status, text }).toEqual({ status: 'done', text: 'Sunny.' });
      expect(calls.all.map(({ callId }) => callId)).toEqual(['c1', 'c2', 'c3', 'c4']);
      held();
    }
  },
);
