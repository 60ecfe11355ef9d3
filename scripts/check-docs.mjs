// Type-checks every ```ts block of the documents against the sources, and runs the blocks marked ```ts run offline, without keys.
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeBlocks } from './lib/code-blocks.mjs';
import { OFFLINE_FROM_SOURCES, bareEnvironment, linkPackages, run } from './lib/workspace.mjs';

const WORK = '.cache/docs';
const TSCONFIG = {
  extends: '../../tsconfig.base.json',
  compilerOptions: { noEmit: true, types: ['node'] },
  include: ['*.ts'],
};

rmSync(WORK, { recursive: true, force: true });
mkdirSync(WORK, { recursive: true });
linkPackages(WORK);
writeFileSync(join(WORK, 'tsconfig.json'), JSON.stringify(TSCONFIG));
writeFileSync(join(WORK, 'package.json'), '{ "type": "module" }');

const documents = globSync([
  'README.md',
  'packages/*/README.md',
  'examples/*/README.md',
  'docs/**/*.md',
]).toSorted();
const blocks = documents.flatMap((document) =>
  codeBlocks(readFileSync(document, 'utf8'))
    .filter((block) => block.language === 'ts')
    .map((block) => ({
      ...block,
      document,
      file: `${document.replaceAll(/[\\/]/g, '__')}.${block.line}.ts`,
    })),
);
/** The copy keeps the block on the lines it has in its document, so that every message names the real line. */
for (const { file, line, code } of blocks) {
  writeFileSync(join(WORK, file), `${'\n'.repeat(line - 1)}${code}\nexport {};\n`);
}
const inDocuments = (output) =>
  blocks.reduce(
    (text, { file, document }) => text.replaceAll(`${WORK}/${file}`, document).replaceAll(file, document),
    output,
  );

let failed = 0;
if (blocks.length > 0) {
  const types = run('tsc', ['-p', join(WORK, 'tsconfig.json')]);
  if (!types.ok) {
    failed += 1;
    console.error(
      `${inDocuments(types.output)}\n\nA \`\`\`ts block does not compile. Repair it, or the API that it shows.`,
    );
  }
}
const runnable = blocks.filter(({ flags }) => flags.includes('run'));
for (const { file, document, line } of runnable) {
  const { ok, output } = run(process.execPath, [...OFFLINE_FROM_SOURCES, file], {
    cwd: WORK,
    env: bareEnvironment(),
    timeout: 60_000,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (ok) continue;
  failed += 1;
  console.error(
    `${document}:${line}: the block marked \`ts run\` failed offline without keys.\n${inDocuments(output)}\n`,
  );
}
if (failed > 0) process.exit(1);
console.log(
  `${blocks.length} blocks of ${documents.length} documents type-check, ${runnable.length} of them run.`,
);
