import type { JsonObject, JsonValue } from '../contracts/json.ts';
import type {
  ModelInfo,
  ModelRequest,
  ModelSettings,
  ModelWarning,
  ToolSpec,
} from '../contracts/provider.ts';
import { type PlainOptions, plainTurns, type PlainTurn } from './plain-turns.ts';

type Setting = keyof ModelSettings;

/** How settings are called by an API: a name, or a function that gives keys of the body; undefined: the value cannot be sent. */
export type SettingNames = {
  readonly [K in Setting]?: string | ((value: NonNullable<ModelSettings[K]>) => JsonObject | undefined);
};

export interface PlainRequestOptions extends PlainOptions {
  /** Settings that are not named are left out with a warning. */
  readonly settings: SettingNames;
  /** The table of models: what a model refuses is left out with a warning. */
  readonly modelInfo?: ((model: string) => ModelInfo | undefined) | undefined;
}

/** A request in the terms that most APIs share. */
export interface PlainRequest {
  readonly turns: readonly PlainTurn[];
  /** Where one certain tool must be called, that alone. */
  readonly tools: readonly ToolSpec[];
  /** `auto` without tools. */
  readonly toolChoice: 'auto' | 'none' | 'required';
  /** Keys of the body. */
  readonly settings: JsonObject;
  /** For what was left out so far; more may be pushed onto it. */
  readonly warnings: ModelWarning[];
}

/**
 * What codecs of APIs without peculiarities send: see `plainTurns` for the conversation. Builtin tools are left out with a warning; the
 * output schema and `providerOptions` are the codec's own business.
 */
export function plainRequest(request: ModelRequest, options: PlainRequestOptions): PlainRequest {
  const { model, messages, builtinTools, toolChoice } = request;
  const { provider } = options;
  const warnings: ModelWarning[] = [];
  for (const { type } of builtinTools) {
    const message = `The builtin tool ${type} was left out: ${provider} runs none`;
    warnings.push({ type: 'warning', code: 'builtin-tool-dropped', message, details: { tool: type } });
  }
  const settings = plainSettings(request, options, warnings);
  const turns = plainTurns(messages, { ...options, model, warnings });
  const tools = narrowed(request);
  const choice = typeof toolChoice === 'object' ? 'required' : toolChoice;
  return { turns, tools, toolChoice: tools.length > 0 ? choice : 'auto', settings, warnings };
}

function narrowed({ tools, toolChoice }: ModelRequest): readonly ToolSpec[] {
  if (typeof toolChoice !== 'object') return tools;
  const named = tools.filter(({ name }) => name === toolChoice.tool);
  return named.length > 0 ? named : tools;
}

function plainSettings(
  { model, settings, tools }: ModelRequest,
  { provider, settings: names, modelInfo }: PlainRequestOptions,
  warnings: ModelWarning[],
): JsonObject {
  const refused: readonly string[] = modelInfo?.(model)?.capabilities?.refusedSettings ?? [];
  const keys: Record<string, JsonValue | undefined> = {};
  // Settings come without gaps between their names and values; `stop` is the only list.
  for (const [setting, value] of Object.entries(settings) as [Setting, JsonValue | undefined][]) {
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    if (setting === 'parallelToolCalls' && tools.length === 0) continue;
    const name = refused.includes(setting) ? undefined : names[setting];
    // The function takes the type of its own setting.
    const made = typeof name === 'function' ? name(value as never) : name && { [name]: value };
    if (made) Object.assign(keys, made);
    // A wish for the cache is a hint: nothing is lost where an API has no word for it.
    else if (setting !== 'promptCache')
      warnings.push(dropped(setting, refused.includes(setting) ? model : provider));
  }
  return keys;
}

function dropped(setting: string, who: string): ModelWarning {
  const message = `The setting ${setting} was left out: ${who} does not take it`;
  return { type: 'warning', code: 'setting-dropped', message, details: { setting } };
}
