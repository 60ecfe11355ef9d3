import { isJsonObject, type JsonObject, type TextPart } from '@pegboard/core/provider';

/** The key of `providerData` that this format reads and writes. */
export const dataKey = 'google.generate-content';

/** What is kept of a part of an answer, to send it back as it came. */
export interface PartData {
  /** The model that was asked: signatures mean nothing to another. */
  readonly model?: string;
  readonly thoughtSignature?: string;
  /** Of a signed call: what was signed. */
  readonly print?: number;
  /** The wire's own id of a call; absent where it had none. */
  readonly id?: string;
  /** A part that the provider's own tools made, to the letter. */
  readonly part?: JsonObject;
  /** Where an answer that stopped for a while goes on. */
  readonly continuationToken?: string;
}

interface WithData {
  readonly providerData?: { readonly [codec: string]: JsonObject };
}

/** What this format wrote on a part; undefined for parts of another origin. Histories come from stores: every field is checked. */
export function readPartData({ providerData }: WithData): PartData | undefined {
  const data = providerData?.[dataKey];
  if (!isJsonObject(data)) return undefined;
  const { model, thoughtSignature, print, id, part, continuationToken } = data;
  return {
    ...(typeof model === 'string' && { model }),
    ...(typeof thoughtSignature === 'string' && { thoughtSignature }),
    ...(typeof print === 'number' && { print }),
    ...(typeof id === 'string' && { id }),
    ...(isJsonObject(part) && { part }),
    ...(typeof continuationToken === 'string' && { continuationToken }),
  };
}

export function toProviderData(data: PartData): NonNullable<TextPart['providerData']> {
  return { [dataKey]: { ...data } };
}
