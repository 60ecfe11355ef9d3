import { expect, it } from 'vitest';
import { folderWith, pegboard, processMs } from '../cli.test-util.ts';

const secret = 'sk-very-secret-1234';

/** A provider whose host quotes the key that it was sent. */
const cwd = folderWith({
  'pegboard.config.yaml': 'model: chatty/one\nplugins: [./chatty.ts]\nagents: { helper: {} }\n',
  'chatty.ts': `import { definePlugin } from '@pegboard/core/plugin';
export const plugin = definePlugin({
  name: 'chatty',
  api: 1,
  permissions: { env: ['CHATTY_KEY'] },
  setup: ({ env }) => ({
    providers: [{ name: 'chatty', knownModels: () => [{ id: 'one' }], async *stream() { throw new TypeError('the key ' + env.CHATTY_KEY + ' is wrong'); } }],
  }),
});`,
});

it.each([
  ['run', 'helper', 'Hello'],
  ['run', 'helper', 'Hello', '--json'],
  ['run', 'helper', 'Hello', '--debug'],
  ['smoke'],
  ['smoke', '--json'],
])('a key never shows: %s %s %s %s', { timeout: processMs }, async (...args) => {
  const { code, stdout, stderr } = await pegboard(args, { cwd, env: { CHATTY_KEY: secret } });
  expect(code).toBe(1);
  expect(stdout + stderr).toMatch(/\[redacted\]/);
  expect(stdout + stderr).not.toContain(secret);
});
