import type { AnyTool } from '@pegboard/core';

export interface SearchHit {
  readonly title: string;
  readonly url: string;
  readonly snippet: string;
  readonly published?: string;
}

export interface SearchQuery {
  readonly query: string;
  readonly maxResults: number;
}

/** A search of your own: the best pages first, at most as many as asked for. */
export type SearchFunction = (
  query: SearchQuery,
  ctx: { readonly signal: AbortSignal },
) => Promise<readonly SearchHit[]> | readonly SearchHit[];

/** What finds pages: a tool that takes a `query`, such as all searches of @pegboard/common-tools, or a function. */
export type Search = AnyTool | SearchFunction;
