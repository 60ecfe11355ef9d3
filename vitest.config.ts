import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Tests reach `testing` through its source, so that core's own tests can use it without a package cycle. */
const alias = [
  { find: /^@pegboard\/testing$/, replacement: `${root}packages/testing/src/index.ts` },
  { find: /^@pegboard\/testing\/(vitest|mutants)$/, replacement: `${root}packages/testing/src/$1.ts` },
];
const conditions = ['@pegboard/source', 'node', 'module', 'default'];

function project(name: string, folder: string, include: string): TestProjectConfiguration {
  return {
    resolve: { alias, conditions },
    ssr: { resolve: { conditions } },
    test: {
      name,
      root: folder,
      include: [include],
      environment: 'node',
      testTimeout: 10_000,
      // Names of tests that hold file names are shown whole.
      taskTitleValueFormatTruncate: 160,
      setupFiles: hasProperties(folder) ? [`${root}scripts/seed-properties.ts`] : [],
    },
  };
}

function hasProperties(folder: string): boolean {
  const manifest = `${folder}/package.json`;
  return existsSync(manifest) && readFileSync(manifest, 'utf8').includes('"fast-check"');
}

function projectsIn(folder: string): TestProjectConfiguration[] {
  if (!existsSync(`${root}${folder}`)) return [];
  return readdirSync(`${root}${folder}`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(`${root}${folder}/${entry.name}/package.json`))
    .map((entry) => project(entry.name, `${root}${folder}/${entry.name}`, 'src/**/*.test.ts'));
}

export default defineConfig({
  test: {
    projects: [
      ...projectsIn('packages'),
      ...projectsIn('apps'),
      project('scripts', `${root}scripts`, '**/*.test.mjs'),
    ],
    reporters: [process.env['PEGBOARD_COUNT_FILE'] ? 'minimal' : 'default', './scripts/count-reporter.mjs'],
    passWithNoTests: true,
  },
});
