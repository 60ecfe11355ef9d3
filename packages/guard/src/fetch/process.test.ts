import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { listen } from '../loopback.test-helper.ts';

const child = fileURLToPath(new URL('fetch-child.test-util.ts', import.meta.url));

async function runChild(args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const options = { env: { ...process.env, ...env }, timeout: 9_000 };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@pegboard/source', child, ...args],
    options,
  );
  return stdout;
}

it('variables that send all of Node through a proxy do not count', async () => {
  const { url } = await listen((_request, response) => response.end('straight'));
  const proxy = await listen((_request, response) => response.end('proxied'));
  const env = {
    NODE_USE_ENV_PROXY: '1',
    HTTP_PROXY: proxy.url,
    http_proxy: proxy.url,
    NO_PROXY: '',
    no_proxy: '',
  };
  expect(await runChild([url], env)).toBe('straight');
  expect(proxy.connections()).toBe(0);
});

it('a body that came whole and that nobody reads does not keep the process alive', async () => {
  const { url } = await listen((_request, response) => response.end('x'));
  expect(await runChild([url, 'unread'])).toBe('200');
});

it('neither does a name that is not found', async () => {
  // A label of more than 63 letters is refused by the system itself, without asking a server.
  expect(await runChild([`http://${'a'.repeat(64)}.invalid/`])).toBe('network');
});
