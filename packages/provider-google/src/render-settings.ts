import type { ModelRequest, ModelSettings, ModelWarning } from '@pegboard/core/provider';
import { outputSchema } from './dialect.ts';
import type { GoogleProfile } from './profile.ts';
import { renderThinking, type Tell } from './render-thinking.ts';
import { traitsOf } from './traits.ts';
import type { GeminiGenerationConfig } from './wire.ts';

/** The most stop texts that the API takes. */
const mostStops = 5;

/** `generationConfig` of what the caller set. What the API or the model refuses is dropped with a warning. */
export function renderSettings(
  request: ModelRequest,
  { modelInfo }: GoogleProfile,
  warnings: ModelWarning[],
): GeminiGenerationConfig {
  const { model, settings, tools } = request;
  const tell: Tell = (setting, why) => warnings.push(dropped(setting, why));
  const refused = modelInfo(model)?.capabilities?.refusedSettings ?? [];
  const take = <K extends keyof ModelSettings>(setting: K): ModelSettings[K] | undefined => {
    if (settings[setting] === undefined || !refused.includes(setting)) return settings[setting];
    tell(setting, `${model} does not take it`);
    return undefined;
  };
  const { stop, reasoning } = { stop: take('stop') ?? [], reasoning: take('reasoning') };
  if (stop.length > mostStops)
    tell('stop', `the API takes ${mostStops} texts; the first ${mostStops} are sent`);
  if (take('parallelToolCalls') === false && tools.length > 0)
    tell('parallelToolCalls', 'the API cannot hold a model to one call');
  const thinkingConfig = reasoning === undefined ? undefined : renderThinking(reasoning, model, tell);
  return {
    ...optional('maxOutputTokens', take('maxTokens')),
    ...optional('temperature', take('temperature')),
    ...optional('topP', take('topP')),
    ...optional('seed', take('seed')),
    ...optional('stopSequences', stop.length === 0 ? undefined : stop.slice(0, mostStops)),
    ...optional('thinkingConfig', thinkingConfig),
    ...renderOutput(request, warnings),
  };
}

/** Models before Gemini 3 refuse a schema of the answer beside tools. */
function renderOutput(
  { output, model, tools, builtinTools }: ModelRequest,
  warnings: ModelWarning[],
): GeminiGenerationConfig {
  if (!output) return {};
  if (!traitsOf(model).modern && tools.length + builtinTools.length > 0) {
    warnings.push(dropped('output', `${model} takes no schema of its answer beside tools`));
    return {};
  }
  return { responseMimeType: 'application/json', responseJsonSchema: outputSchema(output.schema) };
}

export function dropped(setting: string, why: string): ModelWarning {
  const message = `The setting ${setting} was left out or changed: ${why}`;
  return { type: 'warning', code: 'setting-dropped', message, details: { setting } };
}

function optional<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  // A computed key loses its literal type.
  return value === undefined ? {} : ({ [key]: value } as { [key in K]: V });
}
