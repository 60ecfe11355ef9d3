import { ConfigError, isRunError, text, userMessage } from '@pegboard/core';
import { expect } from 'vitest';
import { answer, say } from './lib/answers.ts';
import { blue, paper, red } from './lib/pictures.ts';
import { scenario } from './play/scenario.ts';

scenario('images in several messages', async ({ agent, script, run }) => {
  script(answer(say('Red.')), answer(say('Blue and red.')), answer(say('Blue.')));
  const first = await run(agent(), [text('What is this?'), red]);
  const second = await run(agent(), [...first.messages, userMessage([blue, text('And these?'), red])]);
  const third = await run(agent(), [...second.messages, userMessage([blue])]);
  expect(third.text).toBe('Blue.');
});

scenario(
  'a PDF beside an image',
  async ({ agent, script, run }) => {
    script(answer(say('A paper.')), answer(say('One page.')));
    const first = await run(agent(), [text('Read this.'), paper, red]);
    await run(agent(), [...first.messages, userMessage('How long is it?')]);
  },
  // Ollama takes images only.
  { where: ({ name }) => name !== 'ollama' },
);

scenario(
  'a PDF for a model that reads none',
  async ({ agent, run, host }) => {
    const error: unknown = await run(agent(), [text('Read this.'), paper]).catch((reason: unknown) => reason);
    expect(isRunError(error) ? error.cause : error).toBeInstanceOf(ConfigError);
    expect(host.seen).toEqual([]);
  },
  { where: ({ name }) => name === 'ollama' },
);
