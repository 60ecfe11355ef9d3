import { describe, expect, it } from 'vitest';
import { Agent, ConfigError, defineTool } from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';
import { toolbox, webSearch } from '@pegboard/toolbox';
import * as z from 'zod';
import { call } from '../files/files.test-helper.ts';

const hit = { title: 'Terns', url: 'https://birds.example/terns', snippet: 'They fly far.' };

describe('the web search', () => {
  it('by a function gives what that finds: web addresses, as many as asked for', async () => {
    const asked: unknown[] = [];
    const tool = webSearch((query, { signal }) => {
      asked.push([query, signal instanceof AbortSignal]);
      return [{ ...hit, url: 'javascript:alert(1)' }, hit, { ...hit, published: '2026' }, hit];
    });
    const { result, trust } = await call(tool, { query: ' terns ', max_results: 2 });
    expect(result).toEqual({ query: 'terns', results: [hit, { ...hit, published: '2026' }] });
    expect(asked).toEqual([[{ query: 'terns', maxResults: 2 }, true]]);
    expect([trust ?? tool.trust, tool.name]).toEqual(['untrusted', 'web_search']);
  });

  it('says when there is nothing, and what went wrong', async () => {
    expect(
      (
        await call(
          webSearch(() => []),
          { query: 'x' },
        )
      ).result,
    ).toMatchObject({ results: [], note: expect.stringContaining('Nothing') });
    const broken = webSearch(() => Promise.reject(new TypeError('The service is closed')));
    expect(await call(broken, { query: 'x' })).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('closed'),
    });
  });

  it('by a tool is that tool, under this name', async () => {
    const own = defineTool({
      name: 'my_search',
      description: 'Finds pages',
      input: z.object({ query: z.string(), near: z.string().optional() }),
      execute: ({ query, near }) => `${query} ${near}`,
    });
    const [tool] = toolbox({ search: own, only: ['web_search'] });
    expect(tool).toMatchObject({ name: 'web_search', description: 'Finds pages' });
    const provider = scriptedProvider([
      { calls: [{ name: 'web_search', input: { query: 'a', near: 'b' } }] },
      'done',
    ]);
    const { calls } = await new Agent({ provider, model: 'any', tools: [tool ?? own] }).run('Go');
    expect(calls.lastResult('web_search')).toBe('a b');
  });

  it('takes no tool that does not search, and is not there without one', () => {
    const other = defineTool({ name: 'add', description: 'Adds', input: z.object({ a: z.number() }) });
    expect(() => webSearch(other)).toThrow(ConfigError);
    expect(toolbox().map(({ name }) => name)).not.toContain('web_search');
    expect(() => toolbox({ only: ['web_search'] })).toThrow(/needs the option "search"/);
  });
});
