// Holds @pegboard/mcp to the Model Context Protocol: runs every scenario of the protocol's own conformance runner, of the release and of
// the pre-release that knows the revision 2026-07-28, against our client and our server. What is expected to fail stands with its reason
// in packages/mcp/conformance/expected.json; anything else that fails, and anything listed there that passes, fails this check.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

const folder = fileURLToPath(new URL('../packages/mcp/', import.meta.url));
const node = [process.execPath, '--conditions=@pegboard/source', '--no-warnings'];
const expected = readExpected();
const output = mkdtempSync(join(tmpdir(), 'pegboard-conformance-'));
const only = process.argv[2];
/** Clients at once: each is a process of its own. */
const atOnce = 3;

const runners = {
  '0.1.16': '@modelcontextprotocol/conformance',
  0.2: 'mcp-conformance-next',
};

/** By suite and scenario: how many of its checks fail, and why. */
function readExpected() {
  const suites = JSON.parse(readFileSync(`${folder}conformance/expected.json`, 'utf8'));
  return Object.fromEntries(
    Object.entries(suites).map(([suite, groups]) => [suite, Object.fromEntries(flat(groups))]),
  );
}

function flat(groups) {
  return groups.flatMap(({ reason, scenarios }) =>
    Object.entries(scenarios).map(([name, failed]) => [name, { failed, reason }]),
  );
}

function runnerFile(version) {
  const { resolve } = createRequire(`${folder}package.json`);
  const manifest = resolve(`${runners[version]}/package.json`);
  return manifest.replace(/package\.json$/, 'dist/index.js');
}

/** Everything that a command writes, and its exit code. */
async function run(args, seconds) {
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
  const [code] = await once(child, 'close');
  clearTimeout(timer);
  return { code, text: stripVTControlCharacters(text) };
}

async function clientScenarios(version) {
  const { text } = await run([runnerFile(version), 'list'], 60);
  const [section = ''] = text.slice(text.indexOf('Client scenarios')).split('\n\n');
  return [...section.matchAll(/^\s+- (\S+)/gm)].map(([, name]) => name);
}

/** The number of checks of a scenario that failed. */
async function runClient(version, scenario) {
  const command = [...node, 'conformance/client.ts'].join(' ');
  const args = ['client', '--command', command, '--scenario', scenario, '-o', output, '--timeout', '60000'];
  const { code, text } = await run([runnerFile(version), ...args], 120);
  const [, passed, failed] = /^Passed: (\d+)\/\d+, (\d+) failed/m.exec(text) ?? [];
  return { scenario, passed: Number(passed ?? 0), failed: Number(failed ?? (code === 0 ? 0 : 1)), text };
}

async function runClients(version) {
  const waiting = await clientScenarios(version);
  const results = [];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      results.push(await runClient(version, next));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results.toSorted((a, b) => a.scenario.localeCompare(b.scenario));
}

async function runServer(version, choice) {
  const server = spawn(node[0], [...node.slice(1), 'conformance/server.ts'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [url] = await once(createInterface(server.stdout), 'line');
    const { text } = await run([runnerFile(version), 'server', '--url', url, '-o', output, ...choice], 300);
    const summary = text.slice(text.indexOf('=== SUMMARY ==='));
    return [...summary.matchAll(/^[✓✗] (\S+): (\d+) passed, (\d+) failed/gm)].map(
      ([, scenario, passed, failed]) => ({
        scenario,
        passed: Number(passed),
        failed: Number(failed),
        text,
      }),
    );
  } finally {
    server.kill();
  }
}

const suites = {
  'client 0.1.16': () => runClients('0.1.16'),
  'client 0.2': () => runClients('0.2'),
  'server 0.1.16': () => runServer('0.1.16', ['--suite', 'all']),
  'server 0.2, 2025-11-25': () => runServer('0.2', ['--requirements', '2025-11-25']),
  'server 0.2, 2026-07-28': () => runServer('0.2', ['--requirements', '2026-07-28']),
};

/** What a suite came to, and what of it nobody expected. */
function judge(suite, results) {
  const known = expected[suite] ?? {};
  const problems = results.flatMap(({ scenario, failed, text }) => {
    const allowed = known[scenario]?.failed ?? 0;
    if (failed > allowed)
      return [`${scenario}: ${failed} checks failed, ${allowed} expected\n${excerpt(text, scenario)}`];
    return failed < allowed
      ? [`${scenario}: ${failed} checks failed, ${allowed} expected: expected.json is out of date`]
      : [];
  });
  const strangers = Object.keys(known).filter((name) => !results.some(({ scenario }) => scenario === name));
  return [
    ...problems,
    ...strangers.map((name) => `${name}: expected to fail, but there is no such scenario`),
  ];
}

function excerpt(text, scenario) {
  const lines = text.split('\n').filter((line) => /FAILURE|Error/.test(line));
  return (
    lines
      .slice(0, 10)
      .map((line) => `    ${line.slice(0, 240)}`)
      .join('\n') || `    (${scenario} wrote nothing)`
  );
}

let failed = false;
for (const [suite, start] of Object.entries(suites)) {
  if (only && !suite.includes(only)) continue;
  const results = await start();
  const problems = results.length === 0 ? ['no scenario was run'] : judge(suite, results);
  const clean = results.filter((result) => result.failed === 0);
  const checks = results.reduce((sum, { passed }) => sum + passed, 0);
  console.log(
    `${suite}: ${clean.length} of ${results.length} scenarios pass, ${checks} checks; ${results.length - clean.length} fail.`,
  );
  const reasons = Map.groupBy(
    results.filter((result) => result.failed > 0),
    ({ scenario }) => expected[suite]?.[scenario]?.reason ?? 'nobody expected it',
  );
  for (const [reason, scenarios] of reasons) {
    console.log(`  ${reason}: ${scenarios.map(({ scenario }) => scenario).join(', ')}`);
  }
  for (const problem of problems) console.error(`  PROBLEM ${problem}`);
  failed ||= problems.length > 0;
}
rmSync(output, { recursive: true, force: true });
process.exit(failed ? 1 : 0);
