import type { BuiltinTool, JsonObject } from '@pegboard/core';
import { type DeclarationOptions, declareBuiltin } from '../declare/declare-builtin.ts';
import type { UserLocation } from './user-location.ts';

/** Each option is followed by the providers that take it. */
export interface WebFetchOptions extends DeclarationOptions {
  /** Pages in one answer. anthropic */
  readonly maxUses?: number;
  /** Only pages of these domains. anthropic */
  readonly allowedDomains?: readonly string[];
  /** No pages of these domains; not together with `allowedDomains`. anthropic */
  readonly blockedDomains?: readonly string[];
  /** The text cites the passages. anthropic */
  readonly citations?: boolean;
  /** Tokens of one page at most. anthropic */
  readonly maxContentTokens?: number;
  /** Which addresses it may open. anthropic */
  readonly urlSources?: readonly string[] | JsonObject;
  /** False: pages are always fetched anew. anthropic */
  readonly useCache?: boolean;
  /** google */
  readonly userLocation?: UserLocation;
  /** `excluded`: pages are not sent back in full. anthropic */
  readonly responseInclusion?: 'full' | 'excluded';
  /** Who may call it: `direct`, the model; a version of code_execution, its code. anthropic */
  readonly allowedCallers?: readonly string[];
  /** Date of the tool's version. anthropic */
  readonly version?: string;
}

/** The provider opens web pages and documents by their addresses. */
export function webFetch(options: WebFetchOptions = {}): BuiltinTool {
  return declareBuiltin('web_fetch', options);
}
