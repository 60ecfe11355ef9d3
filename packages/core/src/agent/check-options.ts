import type { AgentOptions, RunDefaults, RunOptions } from './run-config.ts';
import type { builtinCheck as builtinCheckType } from '../contracts/builtin-tool.ts';
import { ConfigError } from '../errors/config-error.ts';
import { unknownName } from '../errors/unknown-name.ts';
import { checkTools } from '../tools/check-names.ts';
import { isToolset } from './is-toolset.ts';
import type { Target } from '../contracts/provider.ts';
import type { AnyTool } from '../contracts/tool.ts';
import type { Toolset } from '../contracts/toolset.ts';
import type { AnySchema } from '../contracts/standard-schema.ts';
import { compileSchema } from '../schema/compile-schema.ts';
import { describeValue } from '../schema/describe-value.ts';
import type { GenerateOptions } from './generate-options.ts';
import { onDemand } from './load-on-demand.ts';

const builtinCheck: typeof builtinCheckType = Symbol.for('pegboard.builtin-check') as never;

const runDefaults = [
  'toolChoice',
  'settings',
  'providerOptions',
  'resolveMedia',
  'limits',
  'timeouts',
  'modelRetries',
  'history',
  'toolExecution',
  'eager',
  'toolConcurrency',
  'maxToolRetries',
  'maxTotalToolRetries',
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
  'resolveMedia',
  'timeouts',
  'modelRetries',
  'outputMode',
  'repairJson',
] satisfies readonly (keyof GenerateOptions)[];

/** The options that are one of some words. A slip such as `skiprest` must not count as nothing said. */
const words: readonly (readonly [Word, readonly string[]])[] = [
  ['toolExecution', ['parallel', 'sequential']],
  ['toolProtocol', ['auto', 'native', 'text']],
  ['outputMode', ['auto', 'native', 'tool', 'prompt']],
  ['onToolFailure', ['continue', 'skipRest']],
  ['onToolError', ['result', 'throw']],
];

type Word = 'toolExecution' | 'toolProtocol' | 'outputMode' | 'onToolFailure' | 'onToolError';

/** Options that are numbers, or hold some; only `afterOutput` is none. */
const numbers: readonly (readonly [Exclude<keyof RunDefaults, Word>, ...string[]])[] = [
  ['limits', 'turns', 'requests', 'toolCalls', 'tokens', 'durationMs', 'usd'],
  ['timeouts', 'requestMs', 'firstTokenMs', 'tokenMs', 'toolMs', 'hookMs'],
  ['modelRetries', 'retries', 'minDelayMs', 'maxDelayMs', 'maxRetryAfterMs', 'afterOutput'],
  ['toolConcurrency'],
  ['maxToolRetries'],
  ['maxTotalToolRetries'],
  ['repeatLimit'],
  ['maxOutputRetries'],
];

/** Throws `ConfigError` for what would only go wrong later: unknown keys, no provider, bad numbers, clashing tools. */
export function checkAgentOptions(options: AgentOptions<unknown>): void {
  checkKeys('Agent', options, agentKeys);
  checkValues(options);
  checkTarget('An agent', options);
  if (options.sealKey === '') refuse('sealKey', '', 'a secret of some length');
  checkTools((options.tools ?? []).filter(isSingle));
  for (const tool of options.builtinTools ?? []) tool[builtinCheck]?.(options);
}

/** The same for `generate`. */
export function checkGenerateOptions(options: Target & RunDefaults): void {
  checkKeys('generate', options, generateKeys);
  checkValues(options);
  checkTarget('A model call', options);
}

function checkTarget(what: string, options: Target): void {
  const { provider, model }: { readonly provider?: unknown; readonly model?: unknown } = options;
  if (typeof options.provider?.stream !== 'function') {
    throw new ConfigError({
      what: `${what} needs a provider`,
      evidence: `provider is ${describeValue(provider)}`,
      fix: 'Pass one, such as openai(), or use createRegistry',
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
  checkKeys('A run', options, extraKeys.length > 0 ? [...runKeys, ...extraKeys] : runKeys);
  checkValues(options);
  const lacksThread = agent.memory !== undefined && options.thread === undefined;
  if (options.tools || lacksThread || (options.thread !== undefined && !agent.memory)) {
    (await onDemand()).checkRun(agent, options);
  }
}

function isSingle(tool: AnyTool | Toolset): tool is AnyTool {
  return !isToolset(tool);
}

function checkKeys(what: string, options: object, known: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) throw unknownName(`${what} has no option "${key}"`, key, known);
  }
}

function checkValues(options: RunDefaults & { readonly output?: AnySchema | false | undefined }): void {
  const { output, approval } = options;
  // A schema that cannot be shown to a model throws.
  if (output) void compileSchema(output).jsonSchema;
  for (const [key, ...known] of numbers) {
    const value: unknown = options[key];
    if (typeof value !== 'object' || value === null) checkNumber(key, value);
    else {
      checkKeys(`\`${key}\``, value, known);
      for (const name in value) if (name !== 'afterOutput') checkNumber(name, value[name as never]);
    }
  }
  for (const [key, known] of words) {
    const value = options[key];
    if (value && !known.includes(value)) refuse(key, value, known.join(' or '));
  }
  if (approval && !isRules(approval)) refuse('approval', approval, 'a list of rules');
}

/** Each a selector, or an object that has one as its `tool`. */
function isRules(rules: unknown): boolean {
  return (
    Array.isArray(rules) &&
    rules.every((rule) => /^(st|f)/.test(typeof (rule?.tool ?? rule)) || isRules(rule))
  );
}

function checkNumber(key: string, value: unknown): void {
  if (value === undefined || value === false || (typeof value === 'number' && value >= 0)) return;
  refuse(key, value, 'a number of at least 0, or false');
}

function refuse(key: string, value: unknown, wanted: string): never {
  throw new ConfigError({ what: `"${key}" must be ${wanted}`, evidence: `It is ${describeValue(value)}` });
}
