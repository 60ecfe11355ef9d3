import type { AgentOptions, RunDefaults, RunOptions } from './run-config.ts';
import type { builtinCheck as builtinCheckType } from '../contracts/builtin-tool.ts';
import { ConfigError } from '../errors/config-error.ts';
import { any, type Check, type CheckTable, list, number, tableOf, word } from '../errors/value-checks.ts';
import { unknownName } from '../errors/unknown-name.ts';
import { checkTools } from '../tools/check-names.ts';
import { isToolset } from './is-toolset.ts';
import type { Hooks } from '../contracts/hooks.ts';
import type { Target } from '../contracts/provider.ts';
import type { AnySchema } from '../contracts/standard-schema.ts';
import { compileSchema } from '../schema/compile-schema.ts';
import { describeValue } from '../schema/describe-value.ts';
import { onDemand } from './load-on-demand.ts';

const builtinCheck: typeof builtinCheckType = Symbol.for('pegboard.builtin-check') as never;

/** An object of these, or one number for all. */
function numbers(checks: Readonly<Record<string, Check>>): Check {
  const known = tableOf(checks);
  return (value, key) => {
    if (typeof value !== 'object' || value === null) return number(value, key);
    return checkEach(`\`${key}\``, value, known);
  };
}

export const runDefaults: Readonly<Record<keyof RunDefaults, Check>> = {
  toolChoice: any,
  settings: any,
  providerOptions: any,
  resolveMedia: any,
  limits: numbers({
    turns: number,
    requests: number,
    toolCalls: number,
    tokens: number,
    durationMs: number,
    usd: number,
  }),
  timeouts: numbers({
    requestMs: number,
    firstTokenMs: number,
    tokenMs: number,
    toolMs: number,
    hookMs: number,
  }),
  modelRetries: numbers({
    retries: number,
    minDelayMs: number,
    maxDelayMs: number,
    maxRetryAfterMs: number,
    afterOutput: any,
  }),
  history: any,
  toolExecution: word('parallel', 'sequential'),
  eager: any,
  toolConcurrency: number,
  maxToolRetries: number,
  maxTotalToolRetries: number,
  onToolError: word('result', 'throw'),
  outputMode: word('auto', 'native', 'tool', 'prompt'),
  maxOutputRetries: number,
  toolProtocol: word('auto', 'native', 'text'),
  maxCallChars: any,
  repairJson: any,
  approval: (value) => !!value && !isRules(value) && 'a list of rules',
  onApproval: any,
  trustPolicy: any,
  onToolFailure: word('continue', 'skipRest'),
  repeatLimit: number,
};

/** One that cannot be shown to a model throws. */
export const schema: Check = (value) => {
  if (value) void compileSchema(value as AnySchema).jsonSchema;
};

const hookParts: Readonly<Record<keyof Hooks, true>> = {
  name: true,
  run: true,
  turn: true,
  model: true,
  tool: true,
  guard: true,
  onEvent: true,
};

/** Throws for a function that nobody would call, such as `onevent`; a hook may keep other things of its own. */
function isNoHook(hook: unknown): boolean {
  for (const [key, part] of Object.entries(Object(hook) as object))
    if (typeof part === 'function' && !Object.hasOwn(hookParts, key))
      throw unknownName(`A hook has no "${key}"`, key, Object.keys(hookParts));
  return typeof hook !== 'object' || hook === null;
}

const agentChecks = tableOf({
  ...runDefaults,
  provider: any,
  model: any,
  name: any,
  version: any,
  instructions: any,
  tools: list,
  builtinTools: list,
  output: schema,
  memory: any,
  sealKey: (value) => value === '' && 'a secret',
  hooks: (value) =>
    list(value, '') || ((value as unknown[] | undefined)?.some(isNoHook) && 'a list of hooks'),
} satisfies Readonly<Record<keyof AgentOptions, Check>>);

const runChecks = tableOf({
  ...runDefaults,
  thread: any,
  context: any,
  signal: any,
  tools: list,
  instructions: any,
  output: schema,
  checkpoint: any,
  onText: any,
  onEvent: any,
} satisfies Readonly<Record<keyof RunOptions, Check>>);

/** Throws `ConfigError` for what would only go wrong later: unknown keys, no provider, bad numbers, clashing tools. */
export function checkAgentOptions(options: AgentOptions<unknown>): void {
  checkEach('Agent', options, agentChecks);
  checkTarget('An agent', options);
  const { tools, builtinTools } = options;
  if (tools) checkTools(tools, undefined, isToolset);
  if (builtinTools) for (const tool of builtinTools) tool[builtinCheck]?.(options);
}

export function checkTarget(what: string, { provider, model }: Partial<Target>): void {
  if (typeof provider?.stream !== 'function')
    throw lacking(what, 'provider', provider, 'Pass one, such as openai()');
  if (typeof model !== 'string' || model === '') throw lacking(what, 'model', model, 'Pass its name');
}

function lacking(what: string, key: string, value: unknown, fix: string): ConfigError {
  return new ConfigError({
    what: `${what} needs a ${key}`,
    evidence: `${key} is ${describeValue(value)}`,
    fix,
  });
}

/** The same for the options of one run. */
export async function checkRunOptions(
  agent: AgentOptions<unknown>,
  options: RunOptions<unknown>,
): Promise<void> {
  checkEach('A run', options, runChecks);
  // A memory needs a thread, and a thread a memory.
  if (options.tools || !agent.memory !== (options.thread === undefined))
    (await onDemand()).checkRun(agent, options);
}

/** Each a selector, or an object that has one as its `tool`. */
function isRules(rules: unknown): boolean {
  return (
    Array.isArray(rules) &&
    rules.every((rule) => /^(st|f)/.test(typeof (rule?.tool ?? rule)) || isRules(rule))
  );
}

/** Looks at each option that is there, once: servers make agents, and start runs, by the thousand. */
export function checkEach(what: string, options: object, known: CheckTable): void {
  for (const key in options) {
    const check = known.get(key);
    if (check === any || !Object.hasOwn(options, key)) continue;
    if (!check) throw unknownName(`${what} has no option "${key}"`, key, known.keys());
    const value: unknown = options[key as never];
    const wanted = check(value, key);
    if (wanted)
      throw new ConfigError({
        what: `"${key}" must be ${wanted}`,
        evidence: `It is ${describeValue(value)}`,
      });
  }
}
