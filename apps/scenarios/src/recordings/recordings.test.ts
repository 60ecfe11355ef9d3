import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  isProviderError,
  type JsonObject,
  type ModelEvent,
  type Provider,
  userMessage,
} from '@pegboard/core';
import { anthropic } from '@pegboard/provider-anthropic';
import { google } from '@pegboard/provider-google';
import { openai, openaiCompatible } from '@pegboard/provider-openai';
import { describe, expect, it } from 'vitest';
import { type Api, plainAnswer, type PlainAnswer, type Recorded } from './plain-answer.ts';

interface Step {
  readonly request: {
    readonly method: string;
    readonly host: string;
    readonly path: string;
    readonly body?: JsonObject;
  };
  readonly response: Recorded & { readonly headers?: Record<string, string> };
}

const folder = fileURLToPath(new URL('../../../../../shared/wire', import.meta.url));
const present = existsSync(folder);
/** Traffic of no model: the packages for it test theirs. */
const elsewhere = new Set(['tavily']);
const groups = present
  ? readdirSync(folder, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && !elsewhere.has(entry.name),
    )
  : [];
const files = groups
  .flatMap(({ name }) => readdirSync(`${folder}/${name}`).map((file) => `${name}/${file}`))
  .toSorted();

const paths: readonly (readonly [RegExp, Api])[] = [
  [/\/chat\/completions$/, 'chat'],
  [/\/responses$/, 'responses'],
  [/\/v1\/messages(?:\?|$)/, 'messages'],
  [/:(?:streamG|g)enerateContent(?:\?|$)/, 'gemini'],
];

function apiOf({ request: { method, path } }: Step): Api | undefined {
  return method === 'POST' ? paths.find(([pattern]) => pattern.test(path))?.[1] : undefined;
}

/** A provider for the host of a step, which is given the recorded answer. */
function providerFor(api: Api, { request: { host }, response }: Step): Provider {
  const { status, body, sse, headers } = response;
  const fetch = async () => new Response(sse ?? JSON.stringify(body), { status, headers: headers ?? {} });
  const options = { apiKey: 'a-key-for-tests', fetch };
  if (api === 'messages') return anthropic(options);
  if (api === 'gemini') return google(options);
  if (host === 'api.openai.com') return openai({ ...options, api });
  return openaiCompatible({ ...options, name: nameOf(host), baseURL: `https://${host}`, api });
}

function nameOf(host: string): string {
  return host.startsWith('bedrock') ? 'bedrock' : (host.split('.').at(-2) ?? host);
}

/** What our decoding makes of it; undefined: an error of the status that was recorded. */
async function decoded(provider: Provider, { request, response }: Step): Promise<PlainAnswer | undefined> {
  const events: ModelEvent[] = [];
  const model = typeof request.body?.['model'] === 'string' ? request.body['model'] : 'gemini-3.8-flash';
  const ask = {
    model,
    messages: [userMessage('x')],
    tools: [],
    builtinTools: [],
    toolChoice: 'auto',
    settings: {},
    deltas: response.sse !== undefined,
    signal: new AbortController().signal,
  } as const;
  try {
    for await (const batch of provider.stream(ask)) events.push(...batch);
  } catch (error) {
    if (!isProviderError(error)) throw error;
    if (response.status >= 400) expect(error.status).toBe(response.status);
    return undefined;
  }
  expect(events.at(-1)?.type).toBe('finish');
  return { text: textOf(events), calls: callsOf(events) };
}

function textOf(events: readonly ModelEvent[]): string {
  const texts = new Map<number, string>();
  for (const event of events) {
    if (event.type === 'text') texts.set(event.index, (texts.get(event.index) ?? '') + event.text);
    if (event.type === 'part' && event.part.type === 'text') texts.set(event.index, event.part.text);
  }
  return [...texts]
    .toSorted(([a], [b]) => a - b)
    .map(([, words]) => words)
    .join('');
}

function callsOf(events: readonly ModelEvent[]): string[] {
  return events.flatMap((event) =>
    event.type === 'part' && event.part.type === 'tool-call' && event.part.executor === 'client'
      ? [event.part.name]
      : [],
  );
}

/** Files that hold a step of the provider and passed. */
const passed = new Map<string, Set<string>>();

describe.skipIf(!present)('recorded traffic (../shared/wire; skipped where it is absent)', () => {
  it.each(files)('%s decodes to what it holds', async (file) => {
    const { steps } = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as { steps: readonly Step[] };
    const names = new Set<string>();
    for (const step of steps) {
      const api = apiOf(step);
      if (api === undefined) continue;
      const provider = providerFor(api, step);
      expect(await decoded(provider, step)).toEqual(plainAnswer(api, step.response));
      names.add(`${provider.name} (${api})`);
    }
    if (names.size === 0) names.add('no call of a model');
    for (const name of names) passed.set(name, (passed.get(name) ?? new Set()).add(file));
  });

  it('in so many files for each provider', () => {
    const table = Object.fromEntries(
      [...passed]
        .map(([name, found]) => [name, found.size] as const)
        .toSorted(([a], [b]) => a.localeCompare(b)),
    );
    console.table(table);
    expect(files).toHaveLength(156);
    expect(table).toEqual({
      'anthropic (messages)': 34,
      'azure (responses)': 1,
      'bedrock (responses)': 2,
      'cerebras (chat)': 1,
      'crusoecloud (chat)': 2,
      'deepseek (chat)': 1,
      'deepseek (responses)': 1,
      'google (gemini)': 32,
      'googleapis (chat)': 1,
      'groq (chat)': 5,
      'huggingface (chat)': 3,
      'localhost (chat)': 1,
      'mistral (chat)': 4,
      'no call of a model': 2,
      'ollama (chat)': 1,
      'openai (chat)': 31,
      'openai (responses)': 37,
      'openrouter (chat)': 6,
      'snowflakecomputing (chat)': 1,
      'z (chat)': 1,
    });
  });
});
