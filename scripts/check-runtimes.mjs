// Runs one small program on the packed packages in Node (this one and the oldest promised), Bun, Deno, workerd and Chromium:
// an agent that streams, calls tools in parallel, is refused, aborted and turned away by a host on the loopback address.
import { deepStrictEqual } from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { arrowOf, readArchitecture } from './architecture/document.mjs';
import { bareEnvironment, doorsOf, mustRun, packedPackages } from './lib/workspace.mjs';
import { findChromium, installRuntimes } from './runtimes/binaries.mjs';
import { startChatHost } from './runtimes/chat-host.mjs';
import { runChromium } from './runtimes/run-chromium.mjs';
import { runScript } from './runtimes/run-script.mjs';
import { runWorkerd } from './runtimes/run-workerd.mjs';

const GUESTS = new URL('runtimes/guests/', import.meta.url);

/** How each kind is started, and the user agent of the transport that belongs there: our own on Node, elsewhere the runtime's `fetch`. */
const KINDS = {
  Node: { start: runScript, agent: /^pegboard$/ },
  Bun: { start: runScript, agent: /^Bun\// },
  Deno: { start: runScript, agent: /^Deno\// },
  workerd: { start: runWorkerd, agent: /^undefined$/ },
  Chromium: { start: runChromium, agent: /^Mozilla\/.*Chrome/ },
};

const FACTS = {
  answered: {
    status: 'done',
    stopReason: 'final',
    text: 'Oslo: 18 °C 🌤',
    inPieces: true,
    turns: 2,
    tokens: [40, 20],
    ran: [
      ['get_weather', 'success', { city: 'Oslo', unit: 'celsius', temperature: 18 }],
      ['convert', 'success', 64.4],
    ],
    refused: [
      ['get_weather', 'unit'],
      ['convert', 'celsius'],
    ],
  },
  aborted: { status: 'cancelled', stopReason: 'aborted', text: 'One', connectionClosed: true },
  wrongKey: {
    run: 'failed',
    fromProvider: true,
    code: 'authentication',
    status: 401,
    requestId: 'req-401',
    keyShown: false,
  },
};
const KEY_IN_BROWSER = { run: 'failed', fromProvider: false, code: 'config', keyShown: false };
const SEEN_BY_HOST = { completions: 4, results: ['call-0', 'call-1', 'call-2', 'call-3'] };

/** An empty project with the packages that run everywhere; each guest also imports every door of them. */
function makeProject() {
  const { arrows } = readArchitecture('ARCHITECTURE.md');
  const packages = packedPackages().filter(
    ({ folder }) => arrowOf(arrows, folder.slice('packages/'.length)).portable,
  );
  const project = mkdtempSync(join(tmpdir(), 'pegboard-runtimes-'));
  process.on('exit', () => rmSync(project, { recursive: true, force: true, maxRetries: 5 }));
  writeFileSync(join(project, 'package.json'), '{ "name": "smoke", "private": true, "type": "module" }');
  const { version } = JSON.parse(readFileSync('node_modules/zod/package.json', 'utf8'));
  const wanted = [...packages.map(({ tarball }) => tarball), `zod@${version}`];
  mustRun('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...wanted], {
    cwd: project,
    advice: 'The packages that run everywhere do not install together with npm.',
  });
  const imports = packages.flatMap(doorsOf).map((door) => `import '${door}';\n`);
  for (const name of readdirSync(GUESTS)) {
    const code = readFileSync(new URL(name, GUESTS), 'utf8');
    writeFileSync(join(project, name), name === 'smoke.mjs' ? code : `${imports.join('')}${code}`);
  }
  return project;
}

/** Undefined, or what is wrong: the facts that differ, or what the runtime printed. */
async function wrongIn(runtime, project) {
  const { start, agent } = KINDS[runtime.kind];
  const host = await startChatHost();
  const own = { HOME: project, TMPDIR: project, DO_NOT_TRACK: '1', NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' };
  const { code, output, stdout } = await start({ ...runtime, project, env: bareEnvironment(own), host })
    .catch(({ message }) => ({ output: message, stdout: '' }))
    .finally(host.close);
  const line = stdout.split('\n').find((each) => each.startsWith('{'));
  if (code !== 0 || line === undefined) return output || `It ended with ${code} and printed nothing.`;
  const { agents, ...seen } = host.facts();
  try {
    const expected = runtime.kind === 'Chromium' ? { ...FACTS, keyInBrowser: KEY_IN_BROWSER } : FACTS;
    deepStrictEqual(JSON.parse(line), expected);
    deepStrictEqual(seen, SEEN_BY_HOST, 'The host did not get the requests that it should have got.');
  } catch (error) {
    return error.message;
  }
  const others = [...agents].filter((name) => !agent.test(String(name)));
  return others.length > 0 ? `Not its own transport sent the requests, but ${others.join(', ')}.` : undefined;
}

const here = { kind: 'Node', version: process.versions.node, command: process.execPath };
const runtimes = [here, ...installRuntimes(), findChromium()];
const project = makeProject();
const passed = [];
let failed = 0;
for (const runtime of runtimes) {
  const name = `${runtime.kind} ${runtime.version}`.trim();
  if (runtime.missing && !process.env.CI) {
    console.log(`${name} is not here, its smoke test is skipped. ${runtime.missing}`);
    continue;
  }
  const wrong = runtime.missing ?? (await wrongIn(runtime, project));
  if (wrong === undefined) {
    passed.push(name);
    continue;
  }
  failed += 1;
  console.error(`The smoke test fails in ${name}:\n${wrong}\n`);
}
if (failed > 0) process.exit(1);
console.log(`Core and the providers run in ${passed.join(', ')}.`);
