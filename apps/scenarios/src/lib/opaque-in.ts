import type { JsonValue, Message } from '@pegboard/core';

/** Long texts in the opaque state of a conversation's parts: signatures, ids, encrypted content. */
export function opaqueIn(messages: readonly Message[]): readonly string[] {
  const data = messages.flatMap(({ content }) => content.map(({ providerData }) => providerData ?? {}));
  return [...new Set(data.flatMap(textsIn))].filter((text) => /PegboardSeal|^UGVnYm9hcmRTZWFs/.test(text));
}

function textsIn(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
