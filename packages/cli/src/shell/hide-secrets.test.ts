import { expect, it } from 'vitest';
import { hideSecrets } from './hide-secrets.ts';

const env = {
  OPENAI_API_KEY: 'sk-12345678',
  GH_TOKEN: 'ghp_abcdefgh',
  HOME: '/home/ada',
  SHORT_KEY: 'abc',
  GIT_AUTHOR_NAME: 'Ada Lovelace',
};

it('takes the values of secret variables and authorization headers out of a text', () => {
  const text = hideSecrets(
    'sk-12345678 and ghp_abcdefgh in /home/ada of Ada Lovelace, Bearer eyJhbGciOi.x',
    env,
  );
  expect(text).toBe('[redacted] and [redacted] in /home/ada of Ada Lovelace, Bearer [redacted]');
});

it('leaves words that happen to be a very short value', () => {
  expect(hideSecrets('abc', env)).toBe('abc');
});
