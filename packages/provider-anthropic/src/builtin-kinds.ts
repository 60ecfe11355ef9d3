import type { BuiltinSupport, BuiltinTool } from '@pegboard/core/provider';

/** A tool of the API's own design. */
export interface BuiltinKind {
  readonly name: string;
  /** The newest version, and the newest that models up to 4.5 take. */
  readonly versions: readonly [string, string];
  readonly options: readonly string[];
  /** Options that it cannot do without. */
  readonly needs?: readonly string[];
  /** Options that older versions do not take, with the first that does. */
  readonly since?: Readonly<Record<string, string>>;
  /** We run its calls: a tool of ours must have its name. */
  readonly client?: true;
  readonly beta?: string;
}

const domains = ['maxUses', 'allowedDomains', 'blockedDomains'];

/** Source: type files of @anthropic-ai/sdk 1.11.0; which models take the newer web tools: the guides of these tools. Checked 2026-11-21. */
const kinds: Readonly<Record<string, BuiltinKind>> = {
  web_search: {
    name: 'web_search',
    versions: ['20260318', '20250305'],
    options: [...domains, 'userLocation', 'allowedCallers', 'responseInclusion'],
    since: { responseInclusion: '20260318' },
  },
  web_fetch: {
    name: 'web_fetch',
    versions: ['20260318', '20250910'],
    options: [
      ...domains,
      'citations',
      'maxContentTokens',
      'urlSources',
      'useCache',
      'allowedCallers',
      'responseInclusion',
    ],
    since: { responseInclusion: '20260318', useCache: '20260309' },
  },
  code_execution: {
    name: 'code_execution',
    versions: ['20260521', '20250825'],
    options: ['allowedCallers'],
  },
  advisor: {
    name: 'advisor',
    versions: ['20260301', '20260301'],
    options: ['model', 'maxTokens', 'maxUses', 'caching'],
    needs: ['model'],
    beta: 'advisor-tool-2026-03-01',
  },
  memory: { name: 'memory', versions: ['20250818', '20250818'], options: [], client: true },
  bash: { name: 'bash', versions: ['20250124', '20250124'], options: [], client: true },
  text_editor: {
    name: 'str_replace_based_edit_tool',
    versions: ['20250728', '20250728'],
    options: ['maxCharacters'],
    client: true,
  },
  // A set of tools, one for each action, that is one tool to us: `render-screen-tools.ts`.
  computer: {
    name: 'computer',
    versions: ['20260801', '20250124'],
    options: ['displayWidthPx', 'displayHeightPx', 'displayNumber', 'enableZoom'],
    needs: ['displayWidthPx', 'displayHeightPx'],
    client: true,
  },
};

/** Options of every kind, which are read before the others. */
const general = ['version'];

/** The tools of a model. What only newer versions of a tool take is no option for older models. */
export function builtinSupport(newest: boolean): BuiltinSupport {
  const known = Object.entries(kinds).map(([type, { options, since, versions, client }]) => {
    const version = versions[newest ? 0 : 1];
    const taken = options.filter((option) => (since?.[option] ?? '') <= version);
    const all = type === 'computer' ? taken : [...taken, ...general];
    return [type, { options: all, executor: client ? 'client' : 'provider' }] as const;
  });
  return {
    ...Object.fromEntries(known),
    tool_search: { options: ['variant', 'deferred', ...general], executor: 'provider' },
    mcp_server: { options: ['name', 'url', 'authorizationToken', 'allowedTools'], executor: 'provider' },
  };
}

/** Undefined: the API has no such tool. */
export function builtinKind(tool: BuiltinTool): BuiltinKind | undefined {
  if (tool.type === 'tool_search') return searchKind(tool);
  return Object.hasOwn(kinds, tool.type) ? kinds[tool.type] : undefined;
}

function searchKind({ variant }: BuiltinTool): BuiltinKind {
  const name = `tool_search_tool_${variant === 'regex' ? 'regex' : 'bm25'}`;
  return { name, versions: ['20251119', '20251119'], options: [] };
}
