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
});
