import { describe, expect, it } from 'vitest';
import { loadPegboard } from '@pegboard/config';
import { project } from '../project.test-util.ts';

async function failure(text: string, name = 'pegboard.config.yaml'): Promise<Error> {
  const cwd = project({ [name]: text }, ['provider-local', 'core']);
  const loaded = await loadPegboard({ cwd, env: {} }).catch((error: unknown) => error as Error);
  expect(loaded).toMatchObject({ name: 'ConfigError' });
  return loaded as Error;
}

describe('mistakes in a configuration', () => {
  it.each([
    [
      'modle: local/echo',
      ':1:1: there is no setting "modle", and no plugin claims it. Did you mean "model"?',
    ],
    ['model: echo', ':1:1: model: a model is named as provider/model, such as openai/gpt-6-astra'],
    [
      'agents:\n  one:\n    instruction: x',
      ':3:5: there is no setting "agents.one.instruction", and no plugin claims it. Did you mean "instructions"?',
    ],
    ['limits:\n  turnz: 3', ':2:3: there is no setting "limits.turnz". Did you mean "turns"?'],
    [
      'agents: { a: { limits: { usd: much } } }',
      ':1:26: agents.a.limits.usd: expected a number, or expected false',
    ],
    ['limits: { turns: -1 }', ':1:11: limits.turns: too small: expected number to be >0'],
    ['toolExecution: paralel', ':1:1: toolExecution: expected "parallel" or "sequential"'],
    [
      'plugins: [{ use: x, confg: {} }]',
      ':1:21: there is no setting "plugins[0].confg". Did you mean "config"?',
    ],
    ['plugins:\n  - { use: x, as: "Not A Name" }', ':2:15: plugins[0].as: lower-case letters'],
    ['plugins: x', ':1:1: plugins: expected a list'],
    ['tools: [1]', ':1:9: tools[0]: expected a text'],
    ['approval: [{ tol: x }]', 'approval[0]'],
    ['agents: { a: 1 }', ':1:11: agents.a: expected a map of settings'],
    ['toolConfig: { retries: 1.5 }', ':1:15: toolConfig.retries: expected a whole number'],
    ['commonTool: []', 'Did you mean "commonTools"?'],
    ['agents: { a: { mcpServer: {} } }', 'Did you mean "mcpServers"?'],
    ['settings: { reasoning: hard }', 'settings.reasoning'],
    ['profiles: x', ':1:1: profiles: expected a map'],
    ['profile: a\nprofiles:\n  a: 5', ':3:3: profiles.a: expected a map'],
    ['nothingLikeIt: 1', ':1:1: there is no setting "nothingLikeIt", and no plugin claims it.'],
  ])('%s', async (text, words) => {
    expect((await failure(text)).message).toContain(words);
  });

  it('are told all at once, each with its place', async () => {
    const { message } = await failure('model: 1\nlimits: { turnz: 2 }\nagents: { a: { tools: x } }');
    expect(message).toMatch(
      /has 3 mistakes\. \n {2}pegboard\.config\.yaml:1:1: model: .*\n {2}.*:2:11: .*turnz.*\n {2}.*:3:16: agents\.a\.tools: expected a list/,
    );
  });

  it('have places in JSON as well, and the file alone where it is code', async () => {
    const json = '{\n  "agents": {\n    "one": { "tols": [] }\n  }\n}';
    expect((await failure(json, 'pegboard.config.json')).message).toContain(
      'pegboard.config.json:3:14: there is no setting "agents.one.tols"',
    );
    expect((await failure(`export default ${json}`, 'pegboard.config.mjs')).message).toContain(
      'pegboard.config.mjs: there is no setting "agents.one.tols"',
    );
  });
});
