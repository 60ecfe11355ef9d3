// Installs the packed packages with npm into an empty project, imports every door with plain Node, and calls the tools that start
// processes of their own, and compiles and runs the README's first ```ts block.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeBlocks } from './lib/code-blocks.mjs';
import { bareEnvironment, doorsOf, mustRun, packedPackages } from './lib/workspace.mjs';

const OFFLINE = `--import=${new URL('lib/no-network.mjs', import.meta.url).href}`;
const TSCONFIG = {
  compilerOptions: {
    strict: true,
    target: 'ES2022',
    module: 'nodenext',
    types: ['node'],
    outDir: 'out',
    rootDir: '.',
  },
  files: ['first-block.ts'],
};

function firstBlock() {
  if (!existsSync('README.md')) return undefined;
  const block = codeBlocks(readFileSync('README.md', 'utf8')).find(({ language }) => language === 'ts');
  if (block) return block.code;
  console.error('README.md has no ```ts block. Its first one is what a newcomer copies; put it back.');
  return process.exit(1);
}

function installedVersion(name, folder = '.') {
  return JSON.parse(readFileSync(`${folder}/node_modules/${name}/package.json`, 'utf8')).version;
}

const packages = packedPackages();
const code = firstBlock();
const folder = mkdtempSync(join(tmpdir(), 'pegboard-pack-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const tools = ['zod', 'typescript', '@types/node'].map((name) => `${name}@${installedVersion(name)}`);
tools.push(`pyodide@${installedVersion('pyodide', 'packages/toolbox')}`);
const tarballs = packages.map(({ tarball }) => tarball);
writeFileSync(join(folder, 'package.json'), '{ "name": "smoke", "private": true, "type": "module" }');
mustRun('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...tarballs, ...tools], {
  cwd: folder,
  advice: 'The packed packages do not install together with npm: look at their dependencies and peer ranges.',
});

const doors = packages.flatMap(doorsOf);
writeFileSync(join(folder, 'doors.mjs'), doors.map((door) => `await import('${door}');`).join('\n'));
const run = { cwd: folder, env: bareEnvironment(), timeout: 60_000, stdio: ['ignore', 'pipe', 'pipe'] };
mustRun(process.execPath, [OFFLINE, 'doors.mjs'], {
  ...run,
  advice:
    'A door does not import from the packed package: is everything it needs in dist and in dependencies?',
});
console.log(`${packages.length} packages install with npm; ${doors.length} doors import.`);

cpSync('scripts/packed/toolbox.mjs', join(folder, 'toolbox.mjs'));
const worked = mustRun(process.execPath, [OFFLINE, 'toolbox.mjs'], {
  ...run,
  timeout: 180_000,
  advice:
    'A tool of the packed toolbox does not do its work in a process of its own, or the process may do more than it should.',
});
console.log(worked.trim());

if (code) {
  writeFileSync(join(folder, 'first-block.ts'), code);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
  mustRun('npx', ['tsc', '-p', '.'], {
    cwd: folder,
    advice: "README's first block does not compile against the packed packages.",
  });
  mustRun(process.execPath, [OFFLINE, 'out/first-block.js'], {
    ...run,
    advice: "README's first block does not run offline against the packed packages.",
  });
  console.log("README's first block compiles and runs with the packed packages.");
}
