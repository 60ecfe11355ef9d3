import { describe, expect, it } from 'vitest';
import { loadPegboard } from '@pegboard/config';
import { project } from '../project.test-util.ts';

describe('loadPegboard', () => {
  it('runs an agent on the provider that the model names, with nothing else said', async () => {
    const cwd = project({ 'pegboard.config.yaml': 'model: local/echo\n' }, ['provider-local', 'core']);
    await using pegboard = await loadPegboard({ cwd });
    expect(pegboard.diagnostics).toEqual([]);
    expect((await pegboard.agent().run('Hello there')).text).toContain('Hello there');
  });

  it('needs no file: the environment and code say enough', async () => {
    const cwd = project({}, ['provider-local', 'core']);
    await using pegboard = await loadPegboard({ cwd, env: { PEGBOARD_MODEL: 'local/echo' } });
    expect(pegboard).toMatchObject({ folder: cwd, diagnostics: [] });
    expect(pegboard).not.toHaveProperty('file');
    expect((await pegboard.agent().run('Hello')).text).toContain('Hello');
  });

  it('without a model says where one can be named', async () => {
    await using pegboard = await loadPegboard({
      cwd: project({ 'pegboard.config.yaml': 'tools: []' }),
      env: {},
    });
    expect(pegboard.diagnostics).toMatchObject([
      {
        about: 'agent',
        name: 'agent',
        cause: 'it has no model',
        hint: expect.stringContaining('PEGBOARD_MODEL'),
        where: 'pegboard.config.yaml:1:1',
      },
    ]);
    expect(() => pegboard.agent()).toThrow(/The agent "agent" could not be made\. it has no model/);
  });

  it('tells each diagnostic as it is made, and what plugins log', async () => {
    const told: unknown[] = [];
    const code = `import { definePlugin } from '@pegboard/core/plugin';
export const plugin = definePlugin({ name: 'talker', api: 1, setup({ log }) { log('here', 'debug'); } });`;
    const cwd = project(
      { 'pegboard.config.yaml': 'model: local/echo\nplugins: [./t.mjs, none]', 't.mjs': code },
      ['core', 'provider-local'],
    );
    await using pegboard = await loadPegboard({
      cwd,
      env: {},
      onLog: (entry) => told.push(entry),
      onDiagnostic: (diagnostic) => told.push(diagnostic),
    });
    expect(told).toContainEqual({ plugin: 'talker', level: 'debug', message: 'here' });
    expect(told.filter((one) => pegboard.diagnostics.includes(one as never))).toEqual(pegboard.diagnostics);
    expect(pegboard.diagnostics).toHaveLength(1);
  });

  it('is over when it is disposed of', async () => {
    const cwd = project({ 'pegboard.config.yaml': 'model: local/echo' }, ['provider-local', 'core']);
    const pegboard = await loadPegboard({ cwd, env: {} });
    await pegboard.dispose();
    await pegboard.dispose();
    await expect(pegboard.agent().run('Hello')).rejects.toThrow(/disposed/);
  });
});
