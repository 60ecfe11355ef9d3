import type { ModelRequest, ModelSettings, ModelWarning } from '@pegboard/core/provider';
import type { OllamaProfile } from './profile.ts';
import { renderThink } from './render-think.ts';
import { dropped } from './warn.ts';
import type { OllamaSettings, OllamaThink } from './wire.ts';

export interface RenderedSettings {
  readonly options: OllamaSettings;
  readonly think: OllamaThink | undefined;
}

/** The settings that the caller made. What the model refuses, as far as is known, is dropped with a warning. */
export function renderSettings(
  { model, settings }: ModelRequest,
  { numCtx, modelInfo }: OllamaProfile,
  warnings: ModelWarning[],
): RenderedSettings {
  const info = modelInfo(model)?.capabilities;
  const take = <K extends keyof ModelSettings>(setting: K): ModelSettings[K] | undefined => {
    if (settings[setting] === undefined || !info?.refusedSettings?.includes(setting))
      return settings[setting];
    return void warnings.push(dropped(setting, `${model} does not take it`));
  };
  const stop = take('stop')?.filter((text) => text !== '') ?? [];
  const reasoning = take('reasoning');
  const tell = (why: string): void => void warnings.push(dropped('reasoning', why));
  const options: OllamaSettings = {
    ...optional('num_ctx', numCtx),
    ...optional('num_predict', whole(take('maxTokens'))),
    ...optional('temperature', take('temperature')),
    ...optional('top_p', take('topP')),
    ...optional('seed', whole(take('seed'))),
    ...optional('stop', stop.length === 0 ? undefined : stop),
  };
  return {
    options,
    think: reasoning === undefined ? undefined : renderThink(reasoning, model, info?.reasoning, tell),
  };
}

/** The server refuses numbers of another type than its own. */
function whole(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value);
}

function optional<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  // A computed key loses its literal type.
  return value === undefined ? {} : ({ [key]: value } as { [key in K]: V });
}
