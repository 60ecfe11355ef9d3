import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { bundle } from './bundle.mjs';
import { startProcess } from './start-process.mjs';

const PAGE = '<!doctype html><title>smoke</title><script type="module" src="/page.mjs"></script>';
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Serves the page with its modules; `facts` resolves with what the page sends back. */
async function servePage(modules) {
  const { promise: facts, resolve } = Promise.withResolvers();
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://127.0.0.1');
    if (pathname === '/facts') {
      response.end();
      return resolve(await text(request));
    }
    const code = modules.get(pathname.slice(1));
    if (code === undefined && pathname !== '/') return response.writeHead(404).end();
    response.setHeader('content-type', code === undefined ? 'text/html' : 'text/javascript');
    return response.end(code ?? PAGE);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${server.address().port}/`, facts, close };
}

/** Runs the smoke program in a page of headless Chromium, whose origin is not that of the host. */
export async function runChromium({ command, project, env, host }) {
  const page = await servePage(await bundle(project, 'page.mjs', ['browser']));
  const url = `${page.url}?host=${encodeURIComponent(host.baseURL)}`;
  const profile = `--user-data-dir=${join(project, 'profile')}`;
  const browser = startProcess(command, [...FLAGS, profile, url], { cwd: project, env });
  const facts = page.facts.then((stdout) => ({ code: 0, output: stdout, stdout }));
  const first = await Promise.race([facts, browser.ended]);
  browser.stop();
  await browser.ended;
  page.close();
  return first;
}
