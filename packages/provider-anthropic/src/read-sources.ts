import { isJsonObject, type JsonObject, type JsonValue, type SourcePart } from '@pegboard/core/provider';

/** The sources that citations name, each once. Their positions point into the source, not into the answer. */
export function toSources(citations: readonly JsonValue[]): SourcePart[] {
  const sources = citations.filter(isJsonObject).map(toSource);
  const known = new Map(sources.map((source) => [JSON.stringify(source), source]));
  return [...known.values()].filter(({ url, title, quote }) => url ?? title ?? quote);
}

function toSource({
  url,
  title,
  document_title: document,
  source,
  cited_text: quote,
}: JsonObject): SourcePart {
  const name = title ?? document;
  // Search results that the caller gave name their source as they like.
  const address = url ?? (typeof source === 'string' && /^https?:/.test(source) ? source : undefined);
  return {
    type: 'source',
    ...(typeof address === 'string' && { url: address }),
    ...(typeof name === 'string' && { title: name }),
    ...(typeof quote === 'string' && quote !== '' && { quote }),
  };
}
