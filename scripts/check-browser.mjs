// Loads core, bundled for the web, in headless Chromium and lets an agent be made there. Skips with a message where no Chromium is installed.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { linkPackages, run } from './lib/workspace.mjs';

const WORK = '.cache/browser';
const PAGE = '<!doctype html><title>pegboard</title><body><script type="module" src="/app.js"></script>';
const APP = `
import * as core from '@pegboard/core';
import * as provider from '@pegboard/core/provider';
import '@pegboard/provider-local';
import '@pegboard/provider-openai';
const tool = core.defineTool({ name: 'noop', description: '', execute: async () => 'ok' });
document.body.textContent = 'loaded ' + tool.name + ' ' + typeof core.Agent + ' ' + Object.keys(provider).length;
addEventListener('error', (event) => { document.body.textContent = 'failed ' + event.message; });
`;

const chromium = ['chromium', 'chromium-browser', 'google-chrome'].find(
  (name) => run(name, ['--version']).ok,
);
if (!chromium) {
  console.log(
    'No Chromium here: the browser check is skipped. Install the Debian package chromium to run it.',
  );
  process.exit(0);
}

rmSync(WORK, { recursive: true, force: true });
mkdirSync(WORK, { recursive: true });
linkPackages(WORK);
writeFileSync(join(WORK, 'app.js'), APP);
const { outputFiles } = await build({
  entryPoints: [join(WORK, 'app.js')],
  bundle: true,
  format: 'esm',
  platform: 'browser',
  write: false,
  logLevel: 'error',
});

const server = createServer((request, response) => {
  const script = request.url === '/app.js';
  response.setHeader('content-type', script ? 'text/javascript' : 'text/html');
  response.end(script ? outputFiles[0].text : PAGE);
});
server.listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));

const profile = mkdtempSync(join(tmpdir(), 'pegboard-chromium-'));
const flags = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--virtual-time-budget=5000',
];
const url = `http://127.0.0.1:${server.address().port}/`;
const browser = spawn(chromium, [...flags, `--user-data-dir=${profile}`, '--dump-dom', url], {
  stdio: ['ignore', 'pipe', 'ignore'],
  timeout: 60_000,
});
let dom = '';
browser.stdout.on('data', (chunk) => (dom += chunk));
await new Promise((resolve) => browser.once('close', resolve));
server.close();
rmSync(profile, { recursive: true, force: true, maxRetries: 5 });

const said = /<body>(.*?)<\/body>/s.exec(dom)?.[1]?.trim() ?? dom;
if (!said.startsWith('loaded noop function')) {
  console.error(
    `Core does not load in a browser: ${said || 'the page stayed empty'}\nIs a Node import reachable without the node condition?`,
  );
  process.exit(1);
}
console.log('Core and its providers load in a browser.');
