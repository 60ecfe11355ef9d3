export type Effort = 'low' | 'medium' | 'high' | 'max';

/** How requests for a model must be written. */
export interface ModelTraits {
  /** Forms of `thinking` that it takes: a budget of tokens, `adaptive` with an effort, or both. */
  readonly thinking: 'budget' | 'adaptive' | 'both';
  /** How to ask for no thinking: leave it out, a type of `thinking`, or not at all. */
  readonly off: 'omit' | 'disabled' | 'between_tools' | 'never';
  /** Values of `output_config.effort`; empty: it takes none. */
  readonly efforts: readonly Effort[];
  /** Takes a `tool_choice` that forces a call. */
  readonly forcedTools: boolean;
  /** Takes `temperature` and `top_p`, in API version 2023-06-01 only. */
  readonly sampling: boolean;
  /** Takes messages of the role `system` between the others. */
  readonly systemMessages: boolean;
  /** Takes the newest versions of the server's tools. */
  readonly newTools: boolean;
}

const all: readonly Effort[] = ['low', 'medium', 'high', 'max'];

/** A name that fits nothing below is taken for a model that is newer than this table. */
const newest: ModelTraits = {
  thinking: 'adaptive',
  off: 'disabled',
  efforts: all,
  forcedTools: true,
  sampling: false,
  systemMessages: false,
  newTools: true,
};

const budgetOnly: ModelTraits = {
  ...newest,
  thinking: 'budget',
  off: 'omit',
  efforts: [],
  sampling: true,
  newTools: false,
};

/**
 * The first pattern that fits a name counts. Sources, read 2026-11-21: the migration guides and "what's new" pages of each model on
 * platform.claude.com (thinking that cannot be disabled, forced tools that are refused), the page on system messages in a conversation
 * (Opus 4.8; Opus 5 by its tool changes, which use them), recorded error texts of the API (efforts of Opus 4.6). Nothing says whether
 * Haiku 5.5 and the models of the lines Fable and Mythos take the doubtful forms: they get the ones that cannot be refused.
 */
const families: readonly (readonly [RegExp, Partial<ModelTraits>])[] = [
  [/^claude-(?:fable|mythos)-/, { off: 'never', forcedTools: false }],
  [/^claude-opus-5-5/, { off: 'never', forcedTools: false }],
  [/^claude-sonnet-5-5/, { off: 'between_tools', forcedTools: false }],
  [/^claude-haiku-5/, { off: 'never', forcedTools: false }],
  [/^claude-opus-5/, { systemMessages: true }],
  [/^claude-sonnet-5/, {}],
  [/^claude-opus-4-8/, { off: 'omit', systemMessages: true }],
  [/^claude-opus-4-7/, { off: 'omit' }],
  [/^claude-opus-4-6/, { thinking: 'both', off: 'omit', sampling: true }],
  [
    /^claude-sonnet-4-6/,
    { thinking: 'both', off: 'omit', efforts: ['low', 'medium', 'high'], sampling: true },
  ],
  [/^claude-opus-4-5/, { ...budgetOnly, efforts: ['low', 'medium', 'high'] }],
  [/^claude-(?:opus|sonnet|haiku)-4|^claude-[123]/, budgetOnly],
];

/** Of the model that was asked for last: most programs use one. */
let last: { readonly model: string; readonly traits: ModelTraits } | undefined;

export function traitsOf(model: string): ModelTraits {
  if (last?.model === model) return last.traits;
  const name = baseName(model);
  const family = families.find(([pattern]) => pattern.test(name));
  const traits = family ? { ...newest, ...family[1] } : newest;
  last = { model, traits };
  return traits;
}

/** The model's own name in those of snapshots and platforms: `us.anthropic.claude-opus-4-8-20260528-v1:0`, `claude-opus-4-8@20260528`. */
export function baseName(model: string): string {
  return model
    .replace(/^(?:[\w-]+\.)*anthropic\./, '')
    .replace(/-v\d+(?::\d+)?$/, '')
    .replace(/[@-]\d{8}$/, '');
}
