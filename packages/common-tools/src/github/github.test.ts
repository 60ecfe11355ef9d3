import { expect, it } from 'vitest';
import { github, githubIssues, githubReadFile, githubSearch } from '../index.ts';
import { callTool } from '../service/call-tool.test-util.ts';
import { serviceCases } from '../service/service-cases.test-util.ts';
import { standIn } from '../service/stand-in.test-util.ts';

const issue = {
  number: 7,
  title: 'It leaks',
  html_url: 'https://github.com/acme/app/issues/7',
  state: 'open',
  body: 'Memory grows.',
  created_at: '2026-01-02T03:04:05Z',
  comments: 1,
  user: { login: 'ana' },
  labels: [{ name: 'bug' }],
};
const search = { body: { total_count: 1, incomplete_results: false, items: [issue] } };
const file = {
  type: 'file',
  name: 'README.md',
  path: 'docs/README.md',
  size: 6,
  html_url: 'https://github.com/acme/app/blob/main/docs/README.md',
  encoding: 'base64',
  content: Buffer.from('# Håp\n').toString('base64'),
};
const key = { variable: 'GITHUB_TOKEN', keyOptional: true };

serviceCases('github_search', {
  ...key,
  make: githubSearch,
  input: { query: 'leak', kind: 'issues' },
  answer: search,
  empty: { answer: { body: { total_count: 0, items: [] } }, told: /found nothing/ },
  malformed: { issues: [] },
});
serviceCases('github_issues', {
  ...key,
  make: githubIssues,
  input: { repository: 'acme/app' },
  answer: { body: [issue] },
  empty: { answer: { body: [] }, told: /no such issues/ },
  malformed: [{ id: 1 }],
});
serviceCases('github_read_file', {
  ...key,
  make: githubReadFile,
  input: { repository: 'acme/app', path: 'docs/README.md' },
  answer: { body: file },
  malformed: { sha: 'x' },
});

it.each(['issues', 'code', 'repositories'])(
  'gives nothing of other repositories than the one that is fixed, whatever the query says: %s',
  async (kind) => {
    const of = (full_name: string) => ({
      ...issue,
      full_name,
      html_url: `https://github.com/${full_name}`,
      stargazers_count: 1,
      path: 'a.ts',
      repository: { full_name },
    });
    const items = ['evil/x', 'acme/app-secrets', 'Acme/App'].map(of);
    const { baseURL } = await standIn({ body: { items } });
    const tool = githubSearch({ baseURL, env: {}, repository: 'acme/app' });
    const { value } = await callTool(tool, { query: 'key OR repo:evil/x', kind });
    expect(value).toMatchObject({ results: [{ url: 'https://github.com/Acme/App' }] });
    expect(JSON.stringify(value)).not.toMatch(/github.com\/evil|app-secrets/);
  },
);

it('searches repositories, issues and code in one repository', async () => {
  const repo = {
    full_name: 'acme/app',
    html_url: 'https://github.com/acme/app',
    description: null,
    stargazers_count: 3,
  };
  const code = {
    path: 'src/a.ts',
    html_url: 'https://github.com/acme/app/blob/x/src/a.ts',
    repository: { full_name: 'acme/app' },
    text_matches: [{ fragment: 'const leak = 1' }],
  };
  const { baseURL, requests } = await standIn(
    search,
    { body: { items: [repo] } },
    { body: { items: [code] } },
  );
  const tool = githubSearch({ baseURL, env: {}, repository: 'acme/app' });
  const issues = await callTool(tool, { query: 'leak', kind: 'issues' });
  expect(requests[0]).toMatchObject({
    path: '/search/issues',
    query: { q: 'leak repo:acme/app', per_page: '5' },
  });
  expect(issues.value).toMatchObject({ results: [{ title: 'Issue #7: It leaks', state: 'open' }] });
  expect((await callTool(tool, { query: 'x', kind: 'repositories' })).value).toMatchObject({
    results: [{ stars: 3 }],
  });
  const found = await callTool(tool, { query: 'leak', kind: 'code' });
  expect(found.value).toMatchObject({
    results: [{ title: 'acme/app: src/a.ts', snippet: 'const leak = 1' }],
  });
  expect(requests[2]?.headers.accept).toContain('text-match');
});

it('reads one issue with its comments', async () => {
  const comments = [{ user: null, created_at: '2026-01-03T00:00:00Z', body: 'Me too.' }];
  const { baseURL, requests } = await standIn({ body: { ...issue, pull_request: {} } }, { body: comments });
  const { value } = await callTool(githubIssues({ baseURL, env: {} }), { repository: 'acme/app', number: 7 });
  expect(requests.map(({ path }) => path)).toEqual([
    '/repos/acme/app/issues/7',
    '/repos/acme/app/issues/7/comments',
  ]);
  expect(value).toMatchObject({
    issues: [
      { number: 7, kind: 'pull request', labels: ['bug'], comments: [{ author: 'ghost', text: 'Me too.' }] },
    ],
  });
});

it('reads files and lists folders', async () => {
  const folder = [{ type: 'dir', name: 'src', path: 'src', size: 0 }];
  const { baseURL, requests } = await standIn(
    { body: file },
    { body: folder },
    { body: { ...file, encoding: 'none', content: '' } },
  );
  const tool = githubReadFile({ baseURL, env: {}, repository: 'acme/app' });
  expect((await callTool(tool, { path: '/docs/READ ME?.md', ref: 'v1' })).value).toMatchObject({
    kind: 'file',
    text: '# Håp\n',
  });
  expect(requests[0]).toMatchObject({
    path: '/repos/acme/app/contents/docs/READ%20ME%3F.md',
    query: { ref: 'v1' },
  });
  expect((await callTool(tool, {})).value).toEqual({
    path: '',
    kind: 'folder',
    entries: [{ name: 'src', kind: 'dir', size: 0 }],
  });
  expect((await callTool(tool, { path: 'big.bin' })).error).toMatch(/cannot be read as text/);
});

it('stays in the repository that the developer fixed', async () => {
  const { baseURL, requests } = await standIn({ body: file });
  const [, , read] = github({ baseURL, env: {}, repository: 'acme/app' });
  for (const path of ['../../../evil/repo/contents/x', 'a/../../../../evil/repo/contents/x', './x']) {
    const { status } = read ? await callTool(read, { path, repository: 'evil/repo' }) : { status: 'no tool' };
    expect(status).not.toBe('success');
  }
  expect(requests).toHaveLength(0);
  const free = githubReadFile({ baseURL, env: {} });
  for (const repository of ['../users', 'a/..', 'a/b/c', 'a/b?x=1', 'a'])
    expect((await callTool(free, { repository })).status).not.toBe('success');
  expect(requests).toHaveLength(0);
});

it('tells of what is only for those with a token', async () => {
  const { baseURL } = await standIn({ status: 401, body: { message: 'Requires authentication' } });
  const { error } = await callTool(githubSearch({ baseURL, env: {} }), { query: 'x', kind: 'code' });
  expect(error).toMatch(/only with a key.*Requires authentication.*GITHUB_TOKEN must hold one/);
});

it('tells of a limit that comes as 403, with the time that it lasts', async () => {
  const reset = String(Math.floor(Date.now() / 1000) + 300);
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
  const { baseURL } = await standIn({ status: 403, headers, body: { message: 'API rate limit exceeded' } });
  const { error } = await callTool(githubIssues({ baseURL, env: {} }), { repository: 'acme/app' });
  expect(error).toMatch(/refuses more calls for now.*rate limit exceeded.*Try again in (?:29\d|300) s/);
});
