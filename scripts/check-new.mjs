// What `pegboard new` writes builds, passes its tests, packs, installs into a fresh project made by `pegboard init`, and is listed there.
// Runs on the packed packages (after pack:all), with npm and plain Node; nothing but the installs uses the network.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bareEnvironment, mustRun, packedPackages } from './lib/workspace.mjs';

const OFFLINE = `--import=${new URL('lib/no-network.mjs', import.meta.url).href}`;
const INSTALL = ['install', '--no-audit', '--no-fund', '--loglevel=error'];
/** From `pegboard init` to the answer of the first run, with the packages installed. */
const MOST_MS = 5_000;

const kinds = [
  { kind: 'tool-plugin', name: 'acme-words', tool: 'acme_words_greet' },
  { kind: 'provider', name: 'acme-provider' },
  { kind: 'memory', name: 'acme-memory' },
];

function fail(message) {
  console.error(message);
  process.exit(1);
}

function tarballsOf(...names) {
  const packed = packedPackages();
  return names.map(
    (name) =>
      packed.find((pkg) => pkg.name === name)?.tarball ?? fail(`${name} is not packed. Run: pnpm pack:all`),
  );
}

function installedVersion(name) {
  return JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version;
}

const root = mkdtempSync(join(tmpdir(), 'pegboard-new-'));
process.on('exit', () => rmSync(root, { recursive: true, force: true }));
const ours = tarballsOf('@pegboard/core', '@pegboard/config', '@pegboard/provider-local', 'pegboard');
const tools = ['zod', 'typescript', '@types/node'].map((name) => `${name}@${installedVersion(name)}`);

function emptyProject(name, packages) {
  const folder = join(root, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  mustRun('npm', [...INSTALL, ...packages], {
    cwd: folder,
    advice: 'The packed packages do not install together.',
  });
  return folder;
}

/** Runs the installed command, which has no network. */
function pegboard(cwd, ...args) {
  return mustRun(join(cwd, 'node_modules', '.bin', 'pegboard'), args, {
    cwd,
    env: bareEnvironment({ NODE_OPTIONS: OFFLINE }),
    timeout: 60_000,
    stdio: ['ignore', 'pipe', 'pipe'],
    advice: 'The installed command fails in a fresh project.',
  });
}

// A workshop whose packages are found from all that are made in it.
const workshop = emptyProject('workshop', [...ours, ...tarballsOf('@pegboard/testing'), ...tools]);
for (const { kind, name } of kinds) {
  pegboard(workshop, 'new', kind, name);
  const options = { cwd: join(workshop, name), env: bareEnvironment() };
  mustRun('npm', ['run', 'check'], { ...options, advice: `Types of the template ${kind} do not check.` });
  mustRun('npm', ['test'], { ...options, advice: `Tests of the template ${kind} fail.` });
  mustRun('npm', ['pack'], { ...options, advice: `The template ${kind} does not build or pack.` });
}
console.log(`${kinds.length} new packages check, pass their tests, build and pack.`);

const made = kinds.map(({ name }) => {
  const tarball = readdirSync(join(workshop, name)).find((file) => file.endsWith('.tgz'));
  return join(workshop, name, tarball);
});
const project = emptyProject('project', [...ours, ...made]);
const started = performance.now();
pegboard(project, 'init', '--yes');
const answer = pegboard(project, 'run', 'assistant', 'What time is it in Oslo?');
const took = Math.round(performance.now() - started);
if (!answer.includes('Oslo')) fail(`The first agent does not answer: ${answer}`);
if (took > MOST_MS) fail(`init and the first run took ${took} ms, at most ${MOST_MS} are allowed.`);

for (const { name } of kinds) pegboard(project, 'plugins', 'add', name, '--no-install');
const listed = JSON.parse(pegboard(project, 'tools', 'list', '--json')).map(({ name }) => name);
for (const { tool, name } of kinds)
  if (tool && !listed.includes(tool))
    fail(`${name} is enabled, and tools list has no ${tool}: ${listed.join(', ')}`);
const greeting = pegboard(project, 'tools', 'call', 'acme_words_greet', 'name=Ada');
if (greeting.trim() !== 'Hello, Ada!') fail(`acme_words_greet gives ${greeting}`);
pegboard(project, 'check');
console.log(`They install into a fresh project and work there; init and the first answer took ${took} ms.`);
