import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { grounds, secret } from './folder.test-helper.ts';

const child = fileURLToPath(new URL('mounts-child.test-util.ts', import.meta.url));
const program = 'bwrap';
const canMount = spawnSync(program, ['--dev-bind', '/', '/', 'true']).status === 0;

it.runIf(canMount)(
  'what is mounted below the root is outside, unless it was said to be inside (needs bwrap)',
  { timeout: 60_000 },
  () => {
    const { root, outside } = grounds();
    mkdirSync(join(root, 'mounted folder'));
    writeFileSync(join(root, 'mounted.txt'), '');
    const folder = join(root, 'mounted folder');
    const file = join(root, 'mounted.txt');
    const binds = ['--bind', outside, folder, '--bind', join(outside, 'secret.txt'), file];
    const bwrap = ['--dev-bind', '/', '/', ...binds];
    const node = [process.execPath, '--conditions=@pegboard/source', '--no-warnings', child, root];
    const paths = ['a.txt', 'mounted folder/secret.txt', 'mounted.txt'];
    const output = execFileSync(program, [...bwrap, ...node, ...paths], { encoding: 'utf8' });
    expect(JSON.parse(output)).toEqual({
      'a.txt false': 'a',
      'mounted folder/secret.txt false': expect.stringContaining('Another file system is mounted'),
      'mounted.txt false': expect.stringContaining('Another file system is mounted'),
      'a.txt true': 'a',
      'mounted folder/secret.txt true': secret,
      'mounted.txt true': secret,
    });
  },
);
