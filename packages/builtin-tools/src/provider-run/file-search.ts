import type { BuiltinTool, JsonObject } from '@pegboard/core';
import { type DeclarationOptions, declareBuiltin } from '../declare/declare-builtin.ts';
import type { UserLocation } from './user-location.ts';

/** Each option is followed by the providers that take it. */
export interface FileSearchOptions extends DeclarationOptions {
  /** openai, which needs it */
  readonly vectorStoreIds?: readonly string[];
  /** openai */
  readonly maxResults?: number;
  /** openai */
  readonly filters?: JsonObject;
  /** openai */
  readonly rankingOptions?: JsonObject;
  /** google, which needs it */
  readonly fileSearchStoreNames?: readonly string[];
  /** google */
  readonly metadataFilter?: string;
  /** google */
  readonly topK?: number;
  /** google */
  readonly userLocation?: UserLocation;
}

/** The provider searches files that were uploaded to it before. */
export function fileSearch(options: FileSearchOptions): BuiltinTool {
  return declareBuiltin('file_search', options);
}
