import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { builtinPage } from './builtin-page.mjs';
import { toolPage } from './tool-page.mjs';

/** Not named where a type checker would follow: these scripts have no types. */
const load = (name) =>
  import(/* @vite-ignore */ new URL(`../../packages/${name}/src/index.ts`, import.meta.url).href);
const { toolbox, toolNames } = await load('toolbox');
const { anthropic } = await load('provider-anthropic');
const { google } = await load('provider-google');
const { openai } = await load('provider-openai');
const services = await load('common-tools');

const root = import.meta.dirname;
const apiKey = 'key';
const file = (page) => fileURLToPath(new URL(`../../docs/reference/${page}.md`, import.meta.url));
const namesOf = (tools) => tools.map(({ name }) => name);

/** What a tool of the toolbox is not there without. */
const optional = {
  root: namesOf(toolbox({ root })),
  search: namesOf(toolbox({ search: () => [] })),
  python: namesOf(toolbox({ python: true })),
};
const always = new Set(namesOf(toolbox()));

function needsOf(name) {
  if (always.has(name)) return undefined;
  const option = Object.keys(optional).find((key) => optional[key]?.includes(name));
  return `the option \`${option}\``;
}

const keys = {
  brave_search: '`apiKey` or `BRAVE_API_KEY`',
  exa_search: '`apiKey` or `EXA_API_KEY`',
  tavily_search: '`apiKey` or `TAVILY_API_KEY`',
  slack_post: '`apiKey` or `SLACK_BOT_TOKEN`',
  searxng_search: '`baseURL` or `SEARXNG_URL`',
  send_email: 'the package nodemailer, `from`, and `baseURL` or `SMTP_URL`',
};

describe('the pages in docs/reference say what the definitions say (vitest --update writes them)', () => {
  it('the toolbox', async () => {
    const tools = toolbox({ root, search: () => [], python: true });
    expect(namesOf(tools)).toEqual(toolNames);
    const intro =
      'Made from the definitions in `@pegboard/toolbox`; a test keeps it up to date. How to use them is told in [the guide](../guides/toolbox.md).';
    await expect(
      toolPage({ title: 'The tools of the toolbox', intro, tools, needs: needsOf }),
    ).toMatchFileSnapshot(file('toolbox'));
  });

  it('tools of services', async () => {
    const tools = [
      services.duckduckgoSearch(),
      services.braveSearch({ apiKey }),
      services.tavilySearch({ apiKey }),
      services.exaSearch({ apiKey }),
      services.searxngSearch({ baseURL: 'https://search.example' }),
      services.wikipedia(),
      services.arxivSearch(),
      services.semanticScholar(),
      services.openMeteoWeather(),
      ...services.github(),
      services.slackPost({ apiKey }),
      services.sendEmail({ from: 'me@example.com', baseURL: 'smtps://mail.example' }),
    ];
    const intro =
      'Made from the definitions in `@pegboard/common-tools`; a test keeps it up to date. How they are made, and their keys, is told in [the README](../../packages/common-tools/README.md). The developer can fix any parameter, as an option in camelCase: the model is not shown it then.';
    await expect(
      toolPage({ title: 'Tools of services', intro, tools, needs: (name) => keys[name] }),
    ).toMatchFileSnapshot(file('common-tools'));
  });

  it('builtin tools', async () => {
    const cloud = google({ client: { vertexai: true, models: {} } });
    const sources = [
      { name: 'openai (Responses)', known: openai({ apiKey }).builtinTools?.('gpt-6-astra') ?? {} },
      { name: 'anthropic', known: anthropic({ apiKey }).builtinTools?.('claude-sonnet-5-5') ?? {} },
      {
        name: 'google',
        known: {
          ...google({ apiKey }).builtinTools?.('gemini-3-pro-image'),
          ...google({ apiKey }).builtinTools?.('gemini-3.8-flash'),
        },
      },
      { name: 'google in Google Cloud', known: cloud.builtinTools?.('gemini-3.8-flash') ?? {} },
    ];
    const intro =
      'What providers say of the tools that they know, with their newest models; a test keeps the page up to date. [The README](../../packages/builtin-tools/README.md) of `@pegboard/builtin-tools` has the functions that declare them (`webSearch({ maxUses: 3 })`), and what each option means stands at its type. A tool or an option that a provider lacks is an error that names who has it.';
    await expect(builtinPage(intro, sources)).toMatchFileSnapshot(file('builtin-tools'));
  });
});
