import type { AgentOptions, RunDefaults, RunOptions } from './run-config.ts';
import { ConfigError } from '../errors/config-error.ts';
import { didYouMean } from '../lib/nearest.ts';
import { checkTools } from '../tools/check-names.ts';
import { isToolset } from './is-toolset.ts';
import type { Target } from '../contracts/provider.ts';
import type { AnyTool } from '../contracts/tool.ts';
import type { Toolset } from '../contracts/toolset.ts';
import type { AnySchema } from '../contracts/standard-schema.ts';
import { compileSchema } from '../schema/compile-schema.ts';
import { describeValue } from '../schema/describe-value.ts';
import type { GenerateOptions } from './generate-options.ts';

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
  'outputMode',
  'maxOutputRetries',
  'toolProtocol',
  'maxCallChars',
  'repairJson',
  'approval',
  'onApproval',
  'trustPolicy',
  'onToolFailure',
  'repeatLimit',
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
  'output',
  'memory',
  'sealKey',
  'hooks',
];

const runKeys: readonly string[] = [
  ...runDefaults,
  'thread',
  'context',
  'signal',
  'tools',
  'instructions',
  'output',
  'checkpoint',
  'onText',
  'onEvent',
] satisfies readonly (keyof RunOptions)[];

const generateKeys: readonly string[] = [
  'provider',
  'model',
  'instructions',
  'messages',
  'output',
  'signal',
  'onText',
  'settings',
  'providerOptions',
  'timeouts',
  'modelRetries',
  'outputMode',
  'repairJson',
] satisfies readonly (keyof GenerateOptions)[];

const limitKeys = ['turns', 'requests', 'toolCalls', 'tokens', 'durationMs', 'usd'];
const retryKeys = ['retries', 'minDelayMs', 'maxDelayMs', 'maxRetryAfterMs', 'afterOutput'];
const timeoutKeys = ['requestMs', 'firstTokenMs', 'tokenMs', 'toolMs', 'hookMs'];

/** Throws `ConfigError` for what would only go wrong later: unknown keys, no provider, bad numbers, clashing tools. */
export function checkAgentOptions(options: AgentOptions<unknown>): void {
  checkKeys('Agent', options, agentKeys);
  checkNumbers(options);
  checkTarget('An agent', options);
  checkTools((options.tools ?? []).filter(isSingle));
}

/** The same for `generate`. */
export function checkGenerateOptions(options: Target & RunDefaults): void {
  checkKeys('generate', options, generateKeys);
  checkNumbers(options);
  checkTarget('A model call', options);
}

function checkTarget(what: string, options: Target): void {
  const { provider, model }: { readonly provider?: unknown; readonly model?: unknown } = options;
  if (typeof options.provider?.stream !== 'function') {
    throw new ConfigError({
      what: `${what} needs a provider`,
      evidence: `provider is ${describeValue(provider)}`,
      fix: 'Pass one, such as provider: openai(), or let createRegistry({ providers }).agent({ model: "openai/…" }) find it',
    });
  }
  if (typeof model !== 'string' || model === '') {
    throw new ConfigError({
      what: `${what} needs a model`,
      evidence: `model is ${describeValue(model)}`,
      fix: 'Pass its name as the provider knows it',
    });
  }
}

/** The same for the options of one run. */
export async function checkRunOptions(
  agent: AgentOptions<unknown>,
  options: RunOptions<unknown>,
  extraKeys: readonly string[] = [],
): Promise<void> {
  checkKeys('A run', options, [...runKeys, ...extraKeys]);
  checkNumbers(options);
  const lacksThread = agent.memory !== undefined && options.thread === undefined;
  if (options.tools || lacksThread || (options.thread !== undefined && !agent.memory)) {
    (await import('./on-demand.ts')).checkRun(agent, options);
  }
}

function isSingle(tool: AnyTool | Toolset): tool is AnyTool {
  return !isToolset(tool);
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

function checkNumbers(options: RunDefaults & { readonly output?: AnySchema | undefined }): void {
  const {
    limits = {},
    timeouts = {},
    modelRetries,
    toolConcurrency,
    maxToolRetries,
    repeatLimit,
    maxOutputRetries,
  } = options;
  // A schema that cannot be shown to a model throws.
  if (options.output !== undefined) void compileSchema(options.output).jsonSchema;
  checkKeys('`limits`', limits, limitKeys);
  checkKeys('`timeouts`', timeouts, timeoutKeys);
  const retries = typeof modelRetries === 'object' ? modelRetries : { modelRetries };
  checkKeys('`modelRetries`', retries, ['modelRetries', ...retryKeys]);
  const { afterOutput: _flag, ...retryNumbers }: Record<string, unknown> = { ...retries };
  const numbers = {
    ...limits,
    ...timeouts,
    ...retryNumbers,
    toolConcurrency,
    maxToolRetries,
    repeatLimit,
    maxOutputRetries,
  };
  for (const [key, value] of Object.entries(numbers)) {
    if (value === undefined || value === false || (typeof value === 'number' && value >= 0)) continue;
    throw new ConfigError({
      what: `"${key}" must be a number of at least 0, or false`,
      evidence: `it is ${describeValue(value)}`,
    });
  }
}
