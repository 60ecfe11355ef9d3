import * as z from 'zod';
import { searchAnswer, searchHit } from '../search/search-answer.ts';
import { searchInput } from '../search/search-input.ts';
import { toSearchAnswer } from '../search/to-search-answer.ts';
import type { Service } from '../service/service-definition.ts';
import { cutText } from '../service/plain-text.ts';
import { serviceTool } from '../service/service-tool.ts';
import { githubService, repository } from './github-service.ts';

const repositories = z.object({
  items: z.array(
    z.object({
      full_name: z.string(),
      html_url: z.string(),
      description: z.string().nullish(),
      stargazers_count: z.number(),
      language: z.string().nullish(),
      pushed_at: z.string().nullish(),
    }),
  ),
});
const issues = z.object({
  items: z.array(
    z.object({
      number: z.number(),
      title: z.string(),
      html_url: z.string(),
      state: z.string(),
      body: z.string().nullish(),
      created_at: z.string(),
      pull_request: z.unknown().optional(),
    }),
  ),
});
const code = z.object({
  items: z.array(
    z.object({
      path: z.string(),
      html_url: z.string(),
      repository: z.object({ full_name: z.string() }),
      text_matches: z.array(z.object({ fragment: z.string() })).nullish(),
    }),
  ),
});

const hit = searchHit.extend({
  stars: z.number().optional(),
  language: z.string().optional(),
  state: z.string().optional().describe('open or closed.'),
});
type Hit = z.infer<typeof hit>;

/** Searches GitHub. A token (`GITHUB_TOKEN`) is optional, but code is only searched with one. */
export const githubSearch = serviceTool({
  ...githubService,
  name: 'github_search',
  factory: 'githubSearch',
  description:
    "Searches GitHub for repositories, for issues and pull requests, or for code, and gives titles, addresses and passages. GitHub's own words narrow a search: language:go stars:>100 for repositories; is:open is:pr label:bug author:name for issues; path:src extension:ts for code. Name `repository` to search in one only. Code is searched by words that occur in it, not by meaning.",
  input: z
    .object({
      ...searchInput,
      kind: z
        .enum(['repositories', 'issues', 'code'])
        .describe('What to search for; issues include pull requests.'),
      repository: repository.optional(),
    })
    .meta({ examples: [{ query: 'is:open memory leak', kind: 'issues', repository: 'nodejs/node' }] }),
  output: searchAnswer.extend({ results: z.array(hit) }),
  tags: ['search'],
  effects: { idempotent: true },
  execute: async (input, { service }) => {
    const q = input.repository === undefined ? input.query : `${input.query} repo:${input.repository}`;
    const found = await find[input.kind](service, { q, per_page: input.max_results });
    return toSearchAnswer(
      input,
      found.filter(({ url }) => isIn(input.repository, url)),
      'GitHub',
    );
  },
});

/** `OR` and another `repo:` in the query would widen it again. */
function isIn(name: string | undefined, url: string): boolean {
  if (name === undefined) return true;
  const path = `${URL.parse(url)?.pathname ?? ''}/`.toLowerCase();
  return path.startsWith(`/${name.toLowerCase()}/`);
}

type Query = Readonly<Record<string, string | number>>;

type Find = (service: Service, query: Query) => Promise<Hit[]>;

const find: Readonly<Record<'repositories' | 'issues' | 'code', Find>> = {
  repositories: async (service, query) => {
    const { items } = await service.json(repositories, { path: '/search/repositories', query });
    return items.map((item) => ({
      title: item.full_name,
      url: item.html_url,
      snippet: item.description ?? '',
      stars: item.stargazers_count,
      ...(item.language && { language: item.language }),
      ...(item.pushed_at && { published: item.pushed_at }),
    }));
  },
  issues: async (service, query) => {
    const { items } = await service.json(issues, { path: '/search/issues', query });
    return items.map((item) => ({
      title: `${item.pull_request ? 'Pull request' : 'Issue'} #${item.number}: ${item.title}`,
      url: item.html_url,
      snippet: cutText(item.body ?? '', 500),
      state: item.state,
      published: item.created_at,
    }));
  },
  code: async (service, query) => {
    const headers = { accept: 'application/vnd.github.text-match+json' };
    const { items } = await service.json(code, { path: '/search/code', query, headers });
    return items.map((item) => ({
      title: `${item.repository.full_name}: ${item.path}`,
      url: item.html_url,
      snippet: (item.text_matches ?? []).map(({ fragment }) => fragment).join('\n…\n'),
    }));
  },
};
