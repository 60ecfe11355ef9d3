import { ConfigError, type JsonValue } from '@pegboard/core';
import type { PluginContext, PluginFs } from '@pegboard/core/plugin';
import type { FetchAnswer, FetchRequest, Question } from './messages.ts';

/** Bytes of an answer that crosses: it is held in memory twice. */
const maxBytes = 20_000_000;

/** Does for the child what its plugin may do: the registry's `fetch` and `fs` hold it to its permissions. */
export async function answerQuestion(
  question: Question,
  { fetch, fs, signal }: PluginContext<JsonValue>,
): Promise<JsonValue> {
  if (question.what === 'fetch') return { ...(await send(question.request, fetch, signal)) };
  return callFs(fs, question.method, question.args);
}

async function send(
  request: FetchRequest,
  fetch: PluginContext['fetch'],
  signal: AbortSignal,
): Promise<FetchAnswer> {
  const { url, method, headers, body, redirect } = request;
  const response = await fetch(url, {
    method,
    redirect,
    headers: headers.map(([name, value]) => [name, value] as [string, string]),
    signal,
    ...(body !== undefined && { body: Buffer.from(body, 'base64') }),
  });
  return {
    url: response.url,
    status: response.status,
    statusText: response.statusText,
    redirected: response.redirected,
    headers: [...response.headers],
    body: (await readAll(response)).toString('base64'),
  };
}

async function readAll({ body }: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > maxBytes) {
      throw new ConfigError({
        code: 'truncated',
        what: 'The answer is too long to cross between processes',
        evidence: `more than ${maxBytes} bytes`,
        fix: 'Ask for less, or use the plugin without isolation',
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function callFs(fs: PluginFs, method: string, args: readonly JsonValue[]): Promise<JsonValue> {
  const [path, data] = args.map(String);
  if (path === undefined) return null;
  switch (method) {
    case 'readFile':
      return Buffer.from(await fs.readFile(path)).toString('base64');
    case 'readText':
      return fs.readText(path);
    case 'writeFile':
      await fs.writeFile(path, new Uint8Array(Buffer.from(data ?? '', 'base64')));
      return null;
    case 'list':
      return [...(await fs.list(path))];
    case 'stat':
      return JSON.parse(JSON.stringify((await fs.stat(path)) ?? null)) as JsonValue; // dates as texts
    case 'remove':
      await fs.remove(path);
      return null;
    default:
      throw new ConfigError({ what: `There is no file operation "${method}"` });
  }
}
