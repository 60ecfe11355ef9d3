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

  it('has a schema for editors with the settings and sections of its plugins', async () => {
    const code = `import { jsonSchema } from '@pegboard/core';
import { definePlugin, defineSection } from '@pegboard/core/plugin';
export const plugin = definePlugin({ name: 'p', api: 1, config: jsonSchema({ type: 'object', properties: { city: { type: 'string' } } }),
  sections: { places: defineSection({ schema: jsonSchema({ type: 'array' }), apply: () => ({}) }) }, setup: () => ({}) });`;
    const cwd = project({ 'pegboard.config.yaml': 'model: local/echo\nplugins: [./p.mjs]', 'p.mjs': code }, [
      'core',
      'provider-local',
    ]);
    await using pegboard = await loadPegboard({ cwd, env: {} });
    const schema = JSON.stringify(pegboard.schema());
    expect(schema).toContain('"const":"./p.mjs"');
    expect(schema).toContain('"city":{"type":"string"}');
    expect(schema).toContain('"places":{"type":"array"}');
    expect(schema).toContain('"const":"@pegboard/provider-local"');
  });

  it('is over when it is disposed of', async () => {
    const cwd = project({ 'pegboard.config.yaml': 'model: local/echo' }, ['provider-local', 'core']);
    const pegboard = await loadPegboard({ cwd, env: {} });
    await pegboard.dispose();
    await pegboard.dispose();
    await expect(pegboard.agent().run('Hello')).rejects.toThrow(/disposed/);
  });
});
