import * as z from 'zod';
import { cutText } from '../service/plain-text.ts';
import { serviceTool } from '../service/service-tool.ts';
import { githubService, repository } from './github-service.ts';

const person = z.object({ login: z.string() }).nullish();
const wireIssue = z.object({
  number: z.number(),
  title: z.string(),
  html_url: z.string(),
  state: z.string(),
  body: z.string().nullish(),
  created_at: z.string(),
  comments: z.number(),
  user: person,
  labels: z.array(z.union([z.string(), z.object({ name: z.string().nullish() })])),
  pull_request: z.unknown().optional(),
});
const wireComments = z.array(z.object({ user: person, created_at: z.string(), body: z.string().nullish() }));

const comment = z.object({ author: z.string(), created: z.string(), text: z.string() });
const issue = z.object({
  number: z.number(),
  title: z.string(),
  url: z.string(),
  state: z.string(),
  kind: z.enum(['issue', 'pull request']),
  author: z.string(),
  created: z.string(),
  labels: z.array(z.string()),
  comment_count: z.number(),
  text: z.string().describe('The beginning; the whole text when one issue is read.'),
  comments: z.array(comment).optional().describe('Of one issue: the first 30.'),
});

/** Reads issues and pull requests of a repository. A token (`GITHUB_TOKEN`) is optional. */
export const githubIssues = serviceTool({
  ...githubService,
  name: 'github_issues',
  factory: 'githubIssues',
  description:
    'Reads issues and pull requests of a GitHub repository: with `number` one of them with its whole text and first 30 comments, without it a list of the newest. The list can be narrowed by state and by labels; to search by words use github_search. It changes nothing.',
  input: z
    .object({
      repository,
      number: z.int().min(1).optional().describe('The one to read, with its comments.'),
      state: z.enum(['open', 'closed', 'all']).default('open').describe('Of a list.'),
      labels: z
        .string()
        .max(200)
        .optional()
        .describe('Of a list: labels that all must have, separated by commas.'),
      max_results: z.int().min(1).max(50).default(10).describe('Of a list: how many at most.'),
    })
    .meta({
      examples: [{ repository: 'nodejs/node', state: 'open', labels: 'confirmed-bug', max_results: 5 }],
    }),
  output: z.object({ issues: z.array(issue), note: z.string().optional() }),
  effects: { idempotent: true },
  maxResultChars: 40_000,
  execute: async ({ repository: name, number, state, labels, max_results }, { service }) => {
    const path = `/repos/${name}/issues`;
    if (number === undefined) {
      const query = { state, labels, per_page: max_results };
      const found = await service.json(z.array(wireIssue), { path, query });
      const note = found.length === 0 ? { note: 'There are no such issues.' } : {};
      return { issues: found.map((one) => toIssue(one, 600)), ...note };
    }
    const found = await service.json(wireIssue, { path: `${path}/${number}` });
    const comments =
      found.comments === 0
        ? []
        : await service.json(wireComments, { path: `${path}/${number}/comments`, query: { per_page: 30 } });
    const told = comments.map(({ user, created_at, body }) => ({
      author: user?.login ?? 'ghost',
      created: created_at,
      text: cutText(body ?? '', 4_000),
    }));
    return { issues: [{ ...toIssue(found, 20_000), comments: told }] };
  },
});

function toIssue(found: z.infer<typeof wireIssue>, most: number): z.infer<typeof issue> {
  return {
    number: found.number,
    title: found.title,
    url: found.html_url,
    state: found.state,
    kind: found.pull_request ? 'pull request' : 'issue',
    author: found.user?.login ?? 'ghost',
    created: found.created_at,
    labels: found.labels.flatMap((label) => (typeof label === 'string' ? label : (label.name ?? []))),
    comment_count: found.comments,
    text: cutText(found.body ?? '', most),
  };
}
