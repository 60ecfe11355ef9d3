import type { ModelInfo, Provider, Target } from '../contracts/provider.ts';
import { ConfigError } from '../errors/config-error.ts';
import { commonBuiltins } from './common-builtins.ts';
import { type CallTarget, type Delegate, delegateOf, markDelegate } from './delegate.ts';
import { infoOf } from './model-info.ts';
import { timeout } from './timeout.ts';

export interface TargetParts {
  /** The provider's name when its targets have different ones. */
  readonly kind: string;
  readonly targets: readonly Target[];
  readonly delegate: Delegate;
  /** What is known of them together, under the name of the whole. */
  readonly info: (model: string) => ModelInfo | undefined;
}

/**
 * One target that stands for several. Its name is theirs where they agree. It knows them by `provider/model` too, so that what the one that
 * answered costs can be looked up.
 */
export function createTarget({ kind, targets, delegate, info }: TargetParts): Target {
  const names = new Set(targets.map(({ provider }) => provider.name));
  const [name = kind] = names;
  const model = [...new Set(targets.map((target) => target.model))].join('|') || kind;
  const provider: Provider = {
    name: names.size === 1 ? name : kind,
    stream: markDelegate((request) => delegate(request, callDirectly), delegate),
    modelInfo: (asked) => (asked === model ? info(model) : infoAmong(targets, asked)),
    builtinTools: (asked) => (asked === model ? commonBuiltins(targets) : undefined),
  };
  return { provider, model };
}

/** No deadline of its own; an abort ends it at once, and whatever a provider throws becomes a `ProviderError`. */
const unlimited = { requestMs: false, firstTokenMs: false, tokenMs: false } as const;

const callDirectly: CallTarget = ({ provider }, request) =>
  timeout(unlimited, provider.name)(request, (asked) => provider.stream(asked));

function infoAmong(targets: readonly Target[], name: string): ModelInfo | undefined {
  for (const target of targets) {
    const found = nameOf(target) === name || target.model === name;
    // Any other provider could have a model of that name itself, at another price.
    const info = found
      ? infoOf(target)
      : delegateOf(target.provider) && infoOf({ provider: target.provider, model: name });
    if (info) return info;
  }
  return undefined;
}

/** As people write it: `openai/gpt-6-astra`. */
export function nameOf({ provider, model }: Target): string {
  return `${provider.name}/${model}`;
}

/** Throws `ConfigError` when the list is empty or something in it is no target. A copy: what is done to the list later changes nothing. */
export function checkTargets(what: string, targets: readonly Target[]): readonly Target[] {
  if (!Array.isArray(targets) || targets.length === 0)
    throw new ConfigError({
      what: `${what} needs at least one target`,
      evidence: Array.isArray(targets) ? 'The list is empty' : 'It was given no list',
      fix: "Pass a list such as [{ provider: openai(), model: 'gpt-6-astra' }]",
    });
  targets.forEach((target, position) => {
    if (!isTarget(target))
      throw new ConfigError({
        what: `${what} was given something that is no target`,
        evidence: `Number ${position + 1} of the list has no provider with \`stream\`, or no model`,
        fix: "A target is { provider: openai(), model: 'gpt-6-astra' }",
      });
  });
  return [...targets];
}

export function isTarget(value: unknown): value is Target {
  const { provider, model } = (value ?? {}) as { provider?: { stream?: unknown } | null; model?: unknown };
  return typeof provider?.stream === 'function' && typeof model === 'string' && model !== '';
}
