import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../../../examples/12-switch-providers/', import.meta.url));
const options = ['--conditions=@pegboard/source', '--disable-warning=ExperimentalWarning'];

it('the example gives the same answer with every provider', () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [...options, 'src/main.ts', '--all'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const answers = stdout
    .split('Answer')
    .slice(1)
    .map((answer) => answer.split('──')[0]?.trim());
  expect(answers).toHaveLength(5);
  expect(new Set(answers)).toEqual(new Set(['The weather in Oslo is snow. The time in Oslo is UTC+1.']));
});
