import type { SearchAnswer, SearchHit } from './search-answer.ts';

/** The answer of a search: web addresses only, no more than asked for, and in words when there is nothing. */
export function toSearchAnswer<Hit extends SearchHit>(
  { query, max_results }: { readonly query: string; readonly max_results: number },
  hits: readonly Hit[],
  title: string,
): Omit<SearchAnswer, 'results'> & { results: Hit[] } {
  const results = hits.filter(({ url }) => /^https?:\/\//i.test(url)).slice(0, max_results);
  if (results.length > 0) return { query, results };
  return { query, results, note: `${title} found nothing for this query. Try fewer or other words.` };
}
