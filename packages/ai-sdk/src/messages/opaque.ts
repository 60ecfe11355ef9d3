import type { Origin, ProviderData } from '@pegboard/core';
import type { AiMetadata } from '../ai-types.ts';

/** Under this key our opaque state travels in the AI SDK's metadata, and theirs in ours. */
const ours = 'pegboard';
const theirs = 'ai-sdk';

/** Signatures and item ids of our providers, for a part of an AI SDK conversation, which the AI SDK hands back with it. */
export function renderOpaque(
  providerData: ProviderData | undefined,
  origin: Origin | undefined,
): { readonly providerMetadata?: AiMetadata } {
  if (!providerData) return {};
  // Both are JSON.
  const kept = { data: providerData, ...(origin && { origin }) } as unknown as AiMetadata[string];
  return { providerMetadata: { [ours]: kept } };
}

export interface Opaque {
  readonly providerData?: ProviderData;
  readonly origin?: Origin;
}

export function readOpaque(options: AiMetadata | undefined): Opaque {
  const kept = options?.[ours];
  if (!kept) return {};
  const { data, origin } = kept as unknown as { readonly data?: ProviderData; readonly origin?: Origin };
  return { ...(data && { providerData: data }), ...(origin && { origin }) };
}

/** The metadata of an AI SDK model's answer, kept for its next turn. */
export function keepMetadata(metadata: AiMetadata | undefined): { readonly providerData?: ProviderData } {
  return metadata && Object.keys(metadata).length > 0 ? { providerData: { [theirs]: metadata } } : {};
}

export function metadataOf(providerData: ProviderData | undefined): {
  readonly providerOptions?: AiMetadata;
} {
  const kept = providerData?.[theirs];
  return kept ? { providerOptions: kept as unknown as AiMetadata } : {};
}
