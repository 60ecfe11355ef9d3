import { type AnyTool, type BuiltinTool, ConfigError } from '@pegboard/core';
import { isTool } from '@pegboard/core/tools';
import { codeExecution, type CodeExecutionOptions } from '../provider-run/code-execution.ts';
import { webFetch, type WebFetchOptions } from '../provider-run/web-fetch.ts';
import { webSearch, type WebSearchOptions } from '../provider-run/web-search.ts';
import { standsFor } from '../stands-for.ts';

interface Local {
  /** The tool where the provider has none. */
  readonly local: AnyTool;
}

type Adaptive<O> = Omit<O, 'optional'> & Local;

/**
 * Tools that are the provider's own where it has one and yours elsewhere, under one name: decided for each call, for the target that is
 * asked, also within a fallback. They go among `tools`. An option that the provider does not take is left out with a warning.
 */
export const adaptive = {
  /** `web_search` */
  webSearch: (options: Adaptive<WebSearchOptions>): AnyTool => adapted('web_search', webSearch, options),
  /** `web_fetch` */
  webFetch: (options: Adaptive<WebFetchOptions>): AnyTool => adapted('web_fetch', webFetch, options),
  /** `code_execution` */
  codeExecution: (options: Adaptive<CodeExecutionOptions>): AnyTool =>
    adapted('code_execution', codeExecution, options),
} as const;

function adapted<O extends object>(
  name: string,
  declare: (options: O) => BuiltinTool,
  given: O & Local,
): AnyTool {
  // Whoever writes no types may pass nothing.
  const { local, ...options } = (given ?? {}) as Local;
  if (isTool(local)) return standsFor(local, name, declare(options as O)); // without `local`
  throw new ConfigError({
    what: `The adaptive ${name} needs a tool for providers that have none`,
    evidence: `\`local\` is ${local === undefined ? 'absent' : 'no tool'}`,
    fix: 'Pass one, such as local: duckduckgoSearch() of @pegboard/common-tools',
  });
}
