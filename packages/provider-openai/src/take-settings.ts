import type { ModelInfo, ModelRequest, ModelSettings, ModelWarning } from '@pegboard/core/provider';
import { refusesSampling } from './sampling.ts';

export interface SettingsTaker {
  /** The setting, unless the model refuses it. */
  readonly take: <K extends keyof ModelSettings>(setting: K) => ModelSettings[K] | undefined;
  /** Says in a warning that a setting is left out. */
  readonly drop: (setting: keyof ModelSettings, why: string) => undefined;
}

export function createSettingsTaker(
  { model, settings }: ModelRequest,
  find: (model: string) => ModelInfo | undefined,
  warnings: ModelWarning[],
): SettingsTaker {
  const refused = find(model)?.capabilities?.refusedSettings ?? [];
  const drop = (setting: keyof ModelSettings, why: string): undefined => {
    const message = `The setting ${setting} was left out: ${why}`;
    warnings.push({ type: 'warning', code: 'setting-dropped', message, details: { setting } });
    return undefined;
  };
  const sampled = refusesSampling(model, settings.reasoning);
  return {
    drop,
    take(setting) {
      if (settings[setting] === undefined) return undefined;
      if (refused.includes(setting)) return drop(setting, `${model} does not take it`);
      if (sampled && (setting === 'temperature' || setting === 'topP'))
        return drop(setting, `${model} takes it only without reasoning (settings.reasoning: 'none')`);
      return settings[setting];
    },
  };
}
