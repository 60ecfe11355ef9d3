import { expect, it } from 'vitest';
import { type Ended, folderWith, pegboard, processMs } from '../cli.test-util.ts';

/** Three providers: one that answers, one that lacks its key, one whose host is gone. */
const providers = `import { ConfigError, ProviderError } from '@pegboard/core';
import { definePlugin } from '@pegboard/core/plugin';
import { local } from '@pegboard/provider-local';

const failing = (name, error, capabilities) => ({ name, knownModels: () => [{ id: 'one', capabilities }], async *stream() { throw error; } });
export const plugin = definePlugin({
  name: 'three',
  api: 1,
  setup: () => ({
    providers: [
      local(),
      failing('keyless', new ConfigError({ code: 'missing-key', what: 'There is no key', fix: 'Set KEYLESS_API_KEY' })),
      failing('gone', new ProviderError({ code: 'network', what: 'Nothing listens there', provider: 'gone', retryable: true }), { tools: true }),
      { name: 'modelless', async *stream() {} },
    ],
  }),
});`;

const cwd = folderWith({
  'pegboard.config.yaml': 'model: local/rules\nplugins: [./three.ts]\nagents: { helper: {} }\n',
  'three.ts': providers,
});
const smoke = (...args: string[]): Promise<Ended> => pegboard(['smoke', ...args], { cwd });

it(
  'tries each provider, skips those without a key, and ends with 1 when one fails',
  { timeout: processMs },
  async () => {
    const { code, stdout } = await smoke();
    expect(code).toBe(1);
    expect(stdout).toMatch(/✓ local\/rules \d+ ms/);
    expect(stdout).toMatch(/· keyless\/one skipped\n\s+There is no key/);
    expect(stdout).toMatch(/✗ gone\/one failed\n\s+.*Nothing listens there/);
    expect(stdout).toContain('1 answered, 1 failed, 2 skipped');
  },
);

it('tries only those that are named', { timeout: processMs }, async () => {
  const { code, stdout } = await smoke('local', 'keyless', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject([
    { target: 'local/rules', outcome: 'passed' },
    { target: 'keyless/one', outcome: 'skipped' },
  ]);
  const slip = await smoke('locl');
  expect(slip.code).toBe(2);
  expect(slip.stderr).toMatch(/Did\s+you mean "local"\?/);
});

it('models list knows what the providers know', { timeout: processMs }, async () => {
  const models = (...args: string[]): Promise<Ended> => pegboard(['models', 'list', ...args], { cwd });
  expect((await models()).stdout).toMatch(/^gone\/one .*tools/m);
  expect((await models('--needs', 'tools')).stdout).toMatch(/^local\/rules /m);
  const tools = await models('--needs', 'tools', '--json', '--provider', 'gone');
  expect(JSON.parse(tools.stdout)).toEqual([{ provider: 'gone', id: 'one', capabilities: { tools: true } }]);
  expect((await models('--needs', 'vision')).stdout).toContain('No model');
  const slip = await models('--needs', 'visoin');
  expect(slip.code).toBe(2);
  expect(slip.stderr).toContain('Did you mean "vision"?');
});
