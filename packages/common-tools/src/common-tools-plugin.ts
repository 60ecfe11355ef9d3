import type { AnyTool } from '@pegboard/core';
import { definePlugin, defineSection, type PluginContext } from '@pegboard/core/plugin';
import * as z from 'zod';
import { type AciOptions, aciService, aciTools } from './aci/aci-tools.ts';
import { arxivSearch } from './arxiv-search/arxiv-search.ts';
import { braveSearch } from './brave-search/brave-search.ts';
import { duckduckgoSearch } from './duckduckgo-search/duckduckgo-search.ts';
import { exaSearch } from './exa-search/exa-search.ts';
import { githubIssues } from './github/github-issues.ts';
import { githubReadFile } from './github/github-read-file.ts';
import { githubSearch } from './github/github-search.ts';
import { openMeteoWeather } from './open-meteo-weather/open-meteo-weather.ts';
import { searxngSearch } from './searxng-search/searxng-search.ts';
import { semanticScholar } from './semantic-scholar/semantic-scholar.ts';
import { sendEmail } from './send-email/send-email.ts';
import type { AnyServiceTool, CommonOptions } from './service/service-definition.ts';
import { slackPost } from './slack-post/slack-post.ts';
import { tavilySearch } from './tavily-search/tavily-search.ts';
import { wikipedia } from './wikipedia/wikipedia.ts';

/** The tools that a configuration file may name. A new one needs its line here and its hosts and variables in package.json. */
const factories: readonly AnyServiceTool[] = [
  arxivSearch,
  braveSearch,
  duckduckgoSearch,
  exaSearch,
  githubIssues,
  githubReadFile,
  githubSearch,
  openMeteoWeather,
  searxngSearch,
  semanticScholar,
  sendEmail,
  slackPost,
  tavilySearch,
  wikipedia,
];

const byName = new Map(factories.map((factory) => [factory.toolName, factory]));

const entries = factories.map(({ toolName, optionsSchema }) =>
  optionsSchema.extend({ type: z.literal(toolName) }),
) as unknown as [z.ZodObject<{ type: z.ZodLiteral<string> }>];

const commonTools = z.array(z.union([z.enum([...byName.keys()]), z.discriminatedUnion('type', entries)]));

const aci = z.strictObject({
  functions: z
    .array(z.string().min(1))
    .min(1)
    .describe('Names of functions, such as BRAVE_SEARCH__WEB_SEARCH.'),
  linkedAccountOwnerId: z.string().min(1).describe('Whose linked accounts they use.'),
  apiKey: z.string().min(1).optional().describe('The key of ACI.dev; default ACI_API_KEY.'),
  approval: z.boolean().optional().describe('A person must approve each call.'),
  baseURL: z.url({ protocol: /^https?$/ }).optional(),
  timeoutMs: z.number().positive().optional(),
});

const aciHosts = [new URL(aciService.baseURL).host];

type Context = Pick<PluginContext, 'env' | 'fetch'>;

/** The tools of this package for configuration files: the keys `commonTools` and `aciTools`. */
export const plugin = definePlugin({
  name: '@pegboard/common-tools',
  api: 1,
  permissions: {
    net: [...new Set([...factories.flatMap(({ hosts }) => hosts), ...aciHosts])].toSorted(),
    env: [
      ...new Set([...factories.flatMap(({ variables }) => variables), aciService.key.variable]),
    ].toSorted(),
  },
  sections: {
    commonTools: defineSection({
      description: 'Tools that call a named service, by name or as { type, … }.',
      schema: commonTools,
    }),
    aciTools: defineSection({ description: 'Functions of ACI.dev as tools.', schema: aci }),
  },
  setup: (ctx) => ({
    sections: {
      commonTools: (wanted: z.infer<typeof commonTools>) => ({
        tools: wanted.map((one) => toTool(one, ctx)),
      }),
      aciTools: ({ functions, ...options }: z.infer<typeof aci>) => ({
        toolsets: [aciTools(functions, { ...toOptions(options), ...reach(options, ctx, aciHosts) })],
      }),
    },
  }),
});

function toTool(wanted: z.infer<typeof commonTools>[number], ctx: Context): AnyTool {
  const { type, ...options } = typeof wanted === 'string' ? { type: wanted } : wanted;
  // The schema knows these names only, and has checked the options.
  const factory = byName.get(type) as unknown as AnyServiceTool & ((options: CommonOptions) => AnyTool);
  return factory({ ...options, ...reach(options, ctx, factory.hosts) });
}

/** What the host grants. An address that the user names is in no manifest, and guarded by this package. */
function reach(
  { baseURL }: { readonly baseURL?: string | undefined },
  { env, fetch }: Context,
  hosts: readonly string[],
): Pick<CommonOptions, 'env' | 'fetch'> {
  return baseURL === undefined && hosts.length > 0 ? { env, fetch } : { env };
}

function toOptions({ linkedAccountOwnerId, ...rest }: Omit<z.infer<typeof aci>, 'functions'>): AciOptions {
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  return { linkedAccountOwnerId, ...Object.fromEntries(given) };
}
