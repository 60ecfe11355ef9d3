import { ConfigError, type Provider } from '@pegboard/core';
import { checkOptions } from '@pegboard/core/provider';
import type { LangChainModelOptions } from './model-options.ts';

const known = {
  provider: true,
  model: true,
  settings: true,
  toolChoice: true,
  builtinTools: true,
  providerOptions: true,
  resolveMedia: true,
  modelRetries: true,
  timeouts: true,
  callbacks: true,
  tags: true,
  metadata: true,
  verbose: true,
  cache: true,
  disableStreaming: true,
  outputVersion: true,
} satisfies Record<keyof LangChainModelOptions, true>;

/** The options of both forms. Throws `ConfigError` for what is missing, and for slips. */
export function readModelOptions(
  source: LangChainModelOptions | Provider | undefined,
  options: Omit<LangChainModelOptions, 'provider'> | undefined,
): LangChainModelOptions {
  const given: Partial<LangChainModelOptions> = isProvider(source)
    ? { ...options, provider: source }
    : { ...source };
  checkOptions('toLangChainModel', given, known);
  const { provider, model } = given;
  if (isProvider(provider) && typeof model === 'string') return { ...given, provider, model };
  throw new ConfigError({
    what: `toLangChainModel needs a ${isProvider(provider) ? 'model' : 'provider'}`,
    evidence: isProvider(provider)
      ? `\`model\` is ${model === undefined ? 'absent' : `of type ${typeof model}`}`
      : 'There is none, or something without `stream`',
    fix: "Write toLangChainModel(openai(), { model: 'gpt-6-astra' }), or pass { provider, model }",
  });
}

function isProvider(value: unknown): value is Provider {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'stream') === 'function';
}
