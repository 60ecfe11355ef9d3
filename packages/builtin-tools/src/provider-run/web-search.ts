import type { BuiltinTool, JsonObject } from '@pegboard/core';
import { type DeclarationOptions, declareBuiltin } from '../declare/declare-builtin.ts';
import type { UserLocation } from './user-location.ts';

/** Each option is followed by the providers that take it. */
export interface WebSearchOptions extends DeclarationOptions {
  /** How much of the pages the model reads. openai */
  readonly contextSize?: 'low' | 'medium' | 'high';
  /** Where to search from. openai, anthropic: city, region, country, timezone; google: latitude and longitude */
  readonly userLocation?: UserLocation;
  /** Only pages of these domains. openai, anthropic */
  readonly allowedDomains?: readonly string[];
  /** No pages of these domains; not together with `allowedDomains`. anthropic, google in Google Cloud */
  readonly blockedDomains?: readonly string[];
  /** Searches in one answer. anthropic */
  readonly maxUses?: number;
  /** False: only pages that the provider has stored. openai */
  readonly externalWebAccess?: boolean;
  /** google */
  readonly searchTypes?: JsonObject;
  /** google */
  readonly timeRangeFilter?: { readonly startTime?: string; readonly endTime?: string };
  /** google in Google Cloud */
  readonly blockingConfidence?: string;
  /** `excluded`: what was found is not sent back in full. anthropic */
  readonly responseInclusion?: 'full' | 'excluded';
  /** In the form of the API; `allowedDomains` is the easier way. openai */
  readonly filters?: JsonObject;
  /** Domains that are left out. google in Google Cloud */
  readonly excludeDomains?: readonly string[];
  /** Who may call it: `direct`, the model; a version of code_execution, its code. anthropic */
  readonly allowedCallers?: readonly string[];
  /** Date of the tool's version; default the newest that the model takes. anthropic */
  readonly version?: string;
}

/** The provider searches the web. What it found comes back as parts of the answer: the call, its result, and the sources that the text cites. */
export function webSearch(options: WebSearchOptions = {}): BuiltinTool {
  return declareBuiltin('web_search', options);
}
