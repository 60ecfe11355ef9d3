import { Agent } from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';
import { expect, it } from 'vitest';
import { aciTools } from '../index.ts';
import { type Reply, type Seen, standIn } from '../service/stand-in.test-util.ts';

const name = 'BRAVE_SEARCH__WEB_SEARCH';
const definition = {
  type: 'function',
  function: {
    name,
    description: 'Searches the web.',
    parameters: {
      type: 'object',
      properties: {
        query: {
          type: 'object',
          properties: { q: { type: 'string' } },
          required: ['q'],
          additionalProperties: false,
        },
      },
      required: ['query'],
      additionalProperties: false,
    },
  },
};
const answering =
  (result: unknown) =>
  ({ method }: Seen): Reply => ({ body: method === 'GET' ? definition : result });

const run = (baseURL: string, args: object) => {
  const provider = scriptedProvider([{ calls: [{ name, args: { ...args } }] }, 'Done.']);
  const tools = [aciTools([name], { baseURL, apiKey: 'aci-key', linkedAccountOwnerId: 'user-1' })];
  return new Agent({ provider, model: 'scripted', tools }).run('Search');
};

it('offers functions as tools and executes them for the owner of the accounts', async () => {
  const { baseURL, requests } = await standIn(answering({ success: true, data: { hits: [1] } }));
  const { calls, messages } = await run(baseURL, { query: { q: 'pegs' } });
  expect(calls.lastResult(name)).toEqual({ hits: [1] });
  expect(JSON.stringify(messages)).toContain('data from outside');
  expect(requests.map(({ method, path }) => [method, path])).toEqual([
    ['GET', `/v1/functions/${name}/definition`],
    ['POST', `/v1/functions/${name}/execute`],
  ]);
  expect(requests[0]).toMatchObject({ query: { format: 'openai' }, headers: { 'x-api-key': 'aci-key' } });
  expect(requests[1]?.body).toEqual({
    function_input: { query: { q: 'pegs' } },
    linked_account_owner_id: 'user-1',
  });
});

it('validates arguments before anything is sent', async () => {
  const { baseURL, requests } = await standIn(answering({ success: true }));
  const { calls } = await run(baseURL, { query: { words: 'pegs' } });
  expect(calls.last(name)?.status).toBe('retry');
  expect(requests).toHaveLength(1);
});

it.each([
  [{ body: { success: false, error: 'Account is not linked' } }, /Account is not linked/],
  [{ status: 401, body: { error: 'Invalid API key: aci-key' } }, /does not accept the key/],
  [{ status: 429, headers: { 'retry-after': '3' }, body: {} }, /Try again in 3 s/],
  [{ body: { ok: true } }, /is not as documented/],
])('tells of a failure: %j', async (reply, told) => {
  const { baseURL } = await standIn((seen) => (seen.method === 'GET' ? { body: definition } : reply));
  const { calls, messages } = await run(baseURL, { query: { q: 'x' } });
  expect(calls.last(name)?.error).toMatch(told);
  expect(JSON.stringify(messages)).not.toContain('aci-key');
});

it('fails the run when there is no such function, and reads definitions once', async () => {
  const { baseURL, requests } = await standIn(
    { status: 404, body: { error: 'Function not found' } },
    { body: definition },
  );
  const toolset = aciTools([name], { baseURL, apiKey: 'k', linkedAccountOwnerId: 'u' });
  const agentFor = () =>
    new Agent({ provider: scriptedProvider(['Hi.', 'Hi.']), model: 'scripted', tools: [toolset] });
  await expect(agentFor().run('Hi')).rejects.toThrow(/no function BRAVE_SEARCH__WEB_SEARCH/);
  expect((await agentFor().run('Hi')).text).toBe('Hi.');
  expect((await agentFor().run('Hi')).text).toBe('Hi.');
  expect(requests).toHaveLength(2);
});

it('waits for definitions in one run though another, which began to read them, was given up', async () => {
  const { baseURL, requests } = await standIn({}, { body: definition });
  const toolset = aciTools([name], { baseURL, apiKey: 'k', linkedAccountOwnerId: 'u', timeoutMs: 500 });
  const agent = new Agent({
    provider: scriptedProvider(['Hi.', 'Hi.', 'Hi.']),
    model: 'scripted',
    tools: [toolset],
  });
  const controller = new AbortController();
  const first = agent.run('Hi', { signal: controller.signal });
  await expect.poll(() => requests.length).toBe(1);
  const second = agent.run('Hi');
  controller.abort();
  expect((await first).status).toBe('cancelled');
  await expect(second).rejects.toThrow(/ACI.dev did not answer in time/);
  expect((await agent.run('Hi')).status).toBe('done');
});

it('calls the function that was asked for, whatever its definition calls itself', async () => {
  const odd = { ...definition, function: { ...definition.function, name: 'run_shell' } };
  const { baseURL, requests } = await standIn(({ method }) => ({
    body: method === 'GET' ? odd : { success: true, data: 1 },
  }));
  const { calls } = await run(baseURL, { query: { q: 'x' } });
  expect(calls.lastResult(name)).toBe(1);
  expect(requests.at(-1)?.path).toBe(`/v1/functions/${name}/execute`);
});

it('is not made without key, owner or names', () => {
  const options = { env: {}, linkedAccountOwnerId: 'u' };
  expect(() => aciTools([name], options)).toThrow(/ACI_API_KEY/);
  expect(() => aciTools([name], { apiKey: 'k', linkedAccountOwnerId: ' ' })).toThrow(/linkedAccountOwnerId/);
  expect(() => aciTools([], { ...options, apiKey: 'k' })).toThrow(/names of functions/);
  expect(() => aciTools(['a/../b'], { ...options, apiKey: 'k' })).toThrow(/"a\/..\/b" is none/);
});

it.each([
  [[], /needs names of functions. There is no list/],
  [['BRAVE__SEARCH', { linkedAccountOwnerId: 'ada' }], /There is no list/],
  [[['BRAVE__SEARCH']], /needs linkedAccountOwnerId. It is absent/],
  [[['BRAVE__SEARCH'], { linkedAccountOwnerId: 'ada', key: 'k' }], /has no option "key". There are .*apiKey/],
])('says what is wrong with %j', (args, told) => {
  const make = aciTools as unknown as (...given: unknown[]) => unknown; // as somebody writes who has no types
  expect(() => make(...args)).toThrow(told);
});
