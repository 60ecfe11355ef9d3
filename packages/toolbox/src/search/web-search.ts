import { type AnyTool, ConfigError, defineTool } from '@pegboard/core';
import { isTool, rename } from '@pegboard/core/tools';
import * as z from 'zod';
import { isObject } from '../data/json-value.ts';
import type { Search, SearchFunction } from './search.ts';

const input = () =>
  z
    .object({
      query: z
        .string()
        .trim()
        .min(1)
        .max(400)
        .describe('The words that would be on the page, or a question.'),
      max_results: z.int().min(1).max(20).default(5).describe('How many results at most.'),
    })
    .meta({ examples: [{ query: 'migration routes of arctic terns' }] });

const hit = () =>
  z.object({
    title: z.string(),
    url: z.string(),
    snippet: z.string().describe('The passage that fits the query, or the beginning of the text.'),
    published: z.string().optional(),
  });

const output = () =>
  z.object({
    query: z.string(),
    results: z.array(hit()),
    note: z.string().optional().describe('What to know of these results, such as that there are none.'),
  });

/**
 * `web_search`: a search by whatever is given, always under this name, so that prompts and rules need not change with the service.
 * Throws `ConfigError` for a tool that takes no `query`, and for what is no search.
 */
export function webSearch(search: Search): AnyTool {
  if (isTool(search)) return named(search);
  if (typeof search === 'function') return searchTool(search);
  throw new ConfigError({
    what: 'web_search needs something that searches',
    evidence: `It was given something of type ${typeof search}`,
    fix: 'Pass a search of @pegboard/common-tools, such as duckduckgoSearch(), or a function that searches',
  });
}

function named(tool: AnyTool): AnyTool {
  const { properties } = tool.inputSchema;
  if (isObject(properties) && Object.hasOwn(properties, 'query'))
    return tool.name === 'web_search' ? tool : rename(tool, { [tool.name]: 'web_search' });
  throw new ConfigError({
    code: 'invalid-tool',
    what: `"${tool.name}" cannot be the web search`,
    evidence: 'It takes no "query"',
    fix: 'Pass a search of @pegboard/common-tools, such as duckduckgoSearch(), or a function that searches',
  });
}

function searchTool(search: SearchFunction): AnyTool {
  return defineTool({
    name: 'web_search',
    description:
      'Searches the web and gives titles, addresses and short passages of the best pages. Use it for current events, for facts that you are not sure of, and to find pages to read. Give the words that would be on the page rather than a long sentence. Passages are short: open a page with fetch_page if you need more than what is shown.',
    input: input(),
    output: output(),
    trust: 'untrusted',
    tags: ['search'],
    effects: { idempotent: true },
    timeoutMs: 40_000,
    maxResultChars: 20_000,
    metadata: { annotations: { readOnlyHint: true, openWorldHint: true } },
    execute: async ({ query, max_results }, { signal }) => {
      const found = await search({ query, maxResults: max_results }, { signal });
      const results = found.filter(({ url }) => /^https?:\/\//i.test(url)).slice(0, max_results);
      if (results.length > 0) return { query, results: [...results] };
      return { query, results: [], note: 'Nothing was found. Try fewer or other words.' };
    },
  });
}
