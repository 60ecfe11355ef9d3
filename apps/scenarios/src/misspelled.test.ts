import { balance, route, withFallback } from '@pegboard/core/models';
import { anthropic } from '@pegboard/provider-anthropic';
import { google } from '@pegboard/provider-google';
import { ollama } from '@pegboard/provider-ollama';
import { azureOpenAI, groq, openai, openaiCompatible } from '@pegboard/provider-openai';
import { expect, it } from 'vitest';

const target = { provider: openai({ apiKey: 'k' }), model: 'gpt-6-astra' };
/** As somebody without types would write them. */
const slip = { apikey: 'k' } as object;
const at = 'http://127.0.0.1:1';

it.each<[string, () => unknown]>([
  ['openai', () => openai(slip)],
  ['anthropic', () => anthropic(slip)],
  ['google', () => google(slip)],
  ['ollama', () => ollama(slip)],
  ['openaiCompatible', () => openaiCompatible({ name: 'x', baseURL: at, ...slip })],
  ['openaiCompatible', () => groq(slip)],
  ['openaiCompatible', () => azureOpenAI(slip)],
  ['quirks', () => openaiCompatible({ name: 'x', baseURL: at, quirks: slip })],
  ['withFallback', () => withFallback([target], slip)],
  ['balance', () => balance([target], slip)],
  ['route', () => route(() => target, slip)],
  ['route.auto', () => route.auto({ targets: [target], ...slip })],
])('an option of %s that there is not is refused by its name', (what, make) => {
  expect(make).toThrow(expect.objectContaining({ code: 'unknown-name' }));
  expect(make).toThrow(/no option "apikey"/);
  expect(make).toThrow(what);
});
