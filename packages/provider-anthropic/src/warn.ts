import type { ModelSettings, ModelWarning } from '@pegboard/core/provider';

/** A setting that was asked for and is not sent as it was. `why` is a sentence without its subject. */
export function settingDropped(
  setting: keyof ModelSettings | 'toolChoice' | 'output',
  why: string,
): ModelWarning {
  const message = `The setting ${setting} was left out: ${why}`;
  return { type: 'warning', code: 'setting-dropped', message, details: { setting } };
}

export function builtinDropped(type: string, why: string): ModelWarning {
  const message = `The builtin tool "${type}" was left out: ${why}`;
  return { type: 'warning', code: 'builtin-tool-dropped', message, details: { type } };
}

export function optionDropped(type: string, option: string, why: string): ModelWarning {
  const message = `The option ${option} of the builtin tool "${type}" was left out: ${why}`;
  return { type: 'warning', code: 'builtin-option-dropped', message, details: { type, option } };
}
