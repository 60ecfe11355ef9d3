import type { AgentEventType } from '@pegboard/core';
import { expect } from 'vitest';
import { answer, call, say } from './lib/answers.ts';
import { blue } from './lib/pictures.ts';
import { clock } from './lib/tools.ts';
import { scenario } from './play/scenario.ts';

for (const [how, at] of [
  ['steer', 'tool-result'],
  ['queue', 'tool-result'],
  ['steer', 'text'],
] as const satisfies readonly (readonly ['steer' | 'queue', AgentEventType])[]) {
  scenario(
    `what is said while the model works: ${how} at ${at}`,
    async ({ agent, script, held }) => {
      script(answer(call('c1', 'clock', {}), call('c2', 'clock', {})), answer(say('Noon.')));
      // Said before the last turn it needs none of its own.
      if (how === 'queue' || at === 'text') script(answer(say('Blue.')));
      const stream = agent({ tools: [clock] }).stream('What is the time?');
      let said: Promise<boolean> | undefined;
      for await (const { type } of stream)
        if (type === at) said ??= stream[how]([{ type: 'text', text: 'And this?' }, blue]);
      expect(await said).toBe(true);
      const result = await stream.result;
      expect(result.status).toBe('done');
      held(result.messages);
    },
    { ways: ['as a stream'] },
  );
}
