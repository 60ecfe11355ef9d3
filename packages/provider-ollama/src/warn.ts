import type { MediaPart, ModelSettings, ModelWarning } from '@pegboard/core/provider';

/** What a request asks for and the API does not take as it is. */
export function dropped(setting: keyof ModelSettings | 'toolChoice' | 'output', why: string): ModelWarning {
  const message = `The setting ${setting} was left out or changed: ${why}`;
  return { type: 'warning', code: 'setting-dropped', message, details: { setting } };
}

export function leftOut({ mediaType }: MediaPart, why: string): ModelWarning {
  const message = `A part of type ${mediaType} was left out: ${why}`;
  return { type: 'warning', code: 'unsupported-part', message, details: { mediaType } };
}
