import type { AgentOptions, RunDefaults, RunOptions } from './run-config.ts';
import { ConfigError } from '../errors/config-error.ts';
import { didYouMean } from '../lib/nearest.ts';
import { checkTools } from '../tools/check-names.ts';
import { isToolset } from './prepare-turn.ts';
import type { AnyTool } from '../contracts/tool.ts';

const runDefaults = [
  'toolChoice',
  'settings',
  'providerOptions',
  'limits',
  'timeouts',
  'modelRetries',
  'history',
  'toolExecution',
  'toolConcurrency',
  'maxToolRetries',
  'onToolError',
] as const;

const agentKeys: readonly (keyof AgentOptions)[] = [
  ...runDefaults,
  'provider',
  'model',
  'name',
  'version',
  'instructions',
  'tools',
  'builtinTools',
  'memory',
  'hooks',
];

const runKeys: readonly string[] = [
  ...runDefaults,
  'thread',
  'context',
  'signal',
  'tools',
  'instructions',
  'checkpoint',
  'onText',
  'onEvent',
] satisfies readonly (keyof RunOptions)[];

const limitKeys = ['turns', 'requests', 'toolCalls', 'tokens', 'durationMs', 'usd'];
const timeoutKeys = ['requestMs', 'firstTokenMs', 'tokenMs', 'toolMs', 'hookMs'];

/** Throws `ConfigError` for what would only go wrong later: unknown keys, no provider, bad numbers, clashing tools. */
export function checkAgentOptions(options: AgentOptions): void {
  const { provider, model }: { provider?: unknown; model?: unknown } = options;
  checkKeys('Agent', options, agentKeys);
  checkNumbers(options);
  if (typeof options.provider?.stream !== 'function') {
    throw new ConfigError({
      what: 'An agent needs a provider',
      evidence: `provider is ${typeof provider === 'string' ? `"${provider}"` : typeof provider}`,
      fix: 'Pass one, such as provider: openai(), or let createRegistry({ providers }).agent({ model: "openai/…" }) find it',
    });
  }
  if (typeof options.model !== 'string' || options.model === '') {
    throw new ConfigError({
      what: 'An agent needs a model',
      evidence: `model is ${JSON.stringify(model) ?? typeof model}`,
      fix: 'Pass its name as the provider knows it',
    });
  }
  checkTools((options.tools ?? []).filter((tool) => !isToolset(tool)) as readonly AnyTool[]);
}

/** The same for the options of one run. */
export function checkRunOptions(
  agent: AgentOptions,
  options: RunOptions,
  extraKeys: readonly string[] = [],
): void {
  checkKeys('A run', options, [...runKeys, ...extraKeys]);
  checkNumbers(options);
  if (agent.memory && options.thread === undefined) {
    throw new ConfigError({
      what: 'An agent with memory needs to know the thread',
      evidence: 'no `thread` was given',
      fix: 'Pass { thread: "…" }, or use agent.session(), which makes one',
    });
  }
  if (!agent.memory && options.thread !== undefined) {
    throw new ConfigError({
      what: 'A thread needs a memory',
      evidence: `thread "${options.thread}" was given, but the agent has no memory`,
      fix: 'Make the agent with memory: inProcessMemory(), or another',
    });
  }
}

function checkKeys(what: string, options: object, known: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue;
    throw new ConfigError({
      code: 'unknown-name',
      what: `${what} has no option "${key}"`,
      evidence: `there are ${known.join(', ')}`,
      fix: didYouMean(key, known).trim() || undefined,
    });
  }
}

function checkNumbers({ limits = {}, timeouts = {} }: RunDefaults): void {
  checkKeys('`limits`', limits, limitKeys);
  checkKeys('`timeouts`', timeouts, timeoutKeys);
  for (const [key, value] of Object.entries({ ...limits, ...timeouts })) {
    if (value === undefined || value === false || (typeof value === 'number' && value >= 0)) continue;
    throw new ConfigError({
      what: `"${key}" must be a number of at least 0, or false`,
      evidence: `it is ${String(value)}`,
    });
  }
}
