import type { SearchHit } from '../search/search-answer.ts';
import type { TextAnswer } from '../service/service-definition.ts';
import { limited, unfitAnswer } from '../service/service-error.ts';

const service = { title: 'DuckDuckGo' };

/** A page has some 40,000 characters, 2,000 tags and 30 results. Deep nesting takes the parser and the search in each result long. */
const most = { characters: 1_000_000, tags: 10_000, results: 60 };

/**
 * The results of a page of html.duckduckgo.com. Source: pages as they are published in other projects' tests, checked 2026-11-21; not seen
 * from here. A page with neither results nor the words that there are none is a failure.
 */
export async function readResultPage({ status, text }: TextAnswer): Promise<SearchHit[]> {
  if (text.length > most.characters || text.split('<', most.tags + 1).length > most.tags)
    throw unfitAnswer(service, 'The page is too long');
  const { parseHTML } = await import('linkedom');
  const { document } = parseHTML(text);
  const results = [...document.querySelectorAll('.result:not(.result--ad)')];
  const hits = results.slice(0, most.results).flatMap((result) => {
    const link = result.querySelector('a.result__a');
    const url = targetOf(link?.getAttribute('href') ?? '');
    if (!link || url === undefined) return [];
    return [{ title: lineOf(link), url, snippet: lineOf(result.querySelector('.result__snippet')) }];
  });
  if (hits.length > 0) return hits;
  if (status === 202 || document.querySelector('[class*="anomaly-modal"], #challenge-form'))
    throw limited(
      service,
      'It asks for a proof that a person is searching',
      'Try again in some minutes, or use another search tool',
    );
  if (document.querySelector('.no-results, .result--no-result')) return [];
  throw unfitAnswer(service, 'The page holds no results, and does not say that there are none');
}

/** The page itself: links lead through a page of DuckDuckGo that has the address as a parameter. Advertisements have none. */
function targetOf(href: string): string | undefined {
  const url = URL.parse(href, 'https://duckduckgo.com');
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  if (!/(?:^|\.)duckduckgo\.com$/.test(url.hostname)) return url.href;
  return url.searchParams.get('uddg') ?? undefined;
}

function lineOf(element: { readonly textContent: string | null } | null): string {
  return (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
}
