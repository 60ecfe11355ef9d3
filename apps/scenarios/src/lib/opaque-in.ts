import type { JsonValue, Message } from '@pegboard/core';

/** What strict hosts give out as signatures and encrypted content, also in base64. */
const seal = /PegboardSeal|^UGVnYm9hcmRTZWFs/;
const itemId = /^(?:rs|fc|msg|ws)_(?:after)?[0-9a-f]{16}$/;

/** What only the API that wrote it can read, in the parts of a conversation: signatures, encrypted content, ids of items. */
export function opaqueIn(messages: readonly Message[]): readonly string[] {
  const data = messages.flatMap(({ content }) => content.map(({ providerData }) => providerData ?? {}));
  return [...new Set(data.flatMap(textsIn))].filter((text) => seal.test(text) || itemId.test(text));
}

function textsIn(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
