import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { PluginManifest } from '@pegboard/core/plugin';
import { testPlugin } from '@pegboard/testing/vitest';
import { plugin } from '@pegboard/toolbox/plugin';

const root = mkdtempSync(join(tmpdir(), 'pegboard-toolbox-plugin-'));
writeFileSync(join(root, 'a.txt'), 'alpha\n');
afterAll(() => rmSync(root, { recursive: true, force: true }));

const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
const { pegboard } = JSON.parse(text) as { readonly pegboard: PluginManifest }; // it is the manifest that is tested

testPlugin(plugin, {
  manifest: pegboard,
  config: { root, only: ['#files', '!delete_file', 'calculate'], maxFileBytes: 1_000_000 },
  refused: [
    { root: 5 },
    { root, readonly: true },
    { root, shell: { sandbox: 'docker' } },
    { root, only: 'read_file' },
    { root, trust: 'yes' },
  ],
  samples: {
    read_file: [{ path: 'a.txt' }],
    search_files: [{ query: 'alpha' }],
    list_files: [{}],
    write_file: [{ path: 'b.txt', content: 'beta' }],
  },
});
