import { isJsonObject, type JsonObject, type JsonValue, type SourcePart } from '@pegboard/core/provider';

/** Where a candidate's answer comes from: what was searched, read and cited. */
export function parseSources(candidate: JsonObject): SourcePart[] {
  const grounding = objectOf(candidate.groundingMetadata);
  const citations = objectOf(candidate.citationMetadata);
  return [
    ...objectsIn(grounding.groundingChunks).flatMap(toChunkSource),
    // The hosts call it `citationSources` (Gemini API) or `citations` (Google Cloud).
    ...[...objectsIn(citations.citationSources), ...objectsIn(citations.citations)].flatMap(toSource),
    ...objectsIn(objectOf(candidate.urlContextMetadata).urlMetadata).flatMap(toPageSource),
  ];
}

/** The same page is told again with every chunk of a stream, and by several records. */
export function addSource(sources: SourcePart[], source: SourcePart): void {
  const at = sources.findIndex((known) => known.url === source.url && fits(known, source));
  const known = sources[at];
  if (known === undefined) sources.push(source);
  else sources[at] = { ...known, ...source };
}

/** Without a URL, or with other words of the same page, it is another source. */
function fits(known: SourcePart, source: SourcePart): boolean {
  const same = (key: 'title' | 'quote'): boolean =>
    known[key] === source[key] || (source.url !== undefined && (!known[key] || !source[key]));
  return same('title') && same('quote');
}

/** The words of a chunk are the source's own; `groundingSupports` hold words of the answer, which are no quote. */
function toChunkSource({ web, retrievedContext, maps, image }: JsonObject): SourcePart[] {
  if (isJsonObject(web)) return toSource(web);
  if (isJsonObject(retrievedContext)) {
    const { uri, title, text, fileSearchStore: store } = retrievedContext;
    return toSource({ uri, title: title ?? store, text });
  }
  if (isJsonObject(maps)) return toSource(maps);
  if (!isJsonObject(image)) return [];
  const { sourceUri, imageUri, title } = image;
  return toSource({ uri: sourceUri ?? imageUri, title });
}

function toPageSource({ retrievedUrl, urlRetrievalStatus: status }: JsonObject): SourcePart[] {
  const failed = typeof status === 'string' && !status.endsWith('SUCCESS');
  return failed ? [] : toSource({ uri: retrievedUrl });
}

interface Described {
  readonly uri?: JsonValue | undefined;
  readonly title?: JsonValue | undefined;
  readonly text?: JsonValue | undefined;
}

function toSource({ uri, title, text }: Described): SourcePart[] {
  const source: SourcePart = {
    type: 'source',
    ...(isText(uri) && { url: uri }),
    ...(isText(title) && { title }),
    ...(isText(text) && { quote: text }),
  };
  return Object.keys(source).length > 1 ? [source] : [];
}

function isText(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && value !== '';
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function objectsIn(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isJsonObject) : [];
}
