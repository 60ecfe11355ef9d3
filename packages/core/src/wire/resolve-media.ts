import type { MediaPart, Message } from '../contracts/message.ts';
import type { MediaResolver, ModelRequest } from '../contracts/provider.ts';
import type { Codec } from './codec.ts';

/** The request with the bytes of media that the API cannot fetch. Each part is fetched once, however many turns it stays. */
export async function resolveMedia({ fetches }: Codec, request: ModelRequest): Promise<ModelRequest> {
  const { messages, resolveMedia: resolve, signal } = request;
  if (!resolve || !fetches) return request;
  const isForeign = (part: unknown): part is RemoteMedia => isRemote(part) && !fetches(part);
  const foreign = new Set(messages.flatMap((message) => partsOf(message).filter(isForeign)));
  if (foreign.size === 0) return request;
  const fetchOne = async (part: RemoteMedia): Promise<[unknown, MediaPart]> => [
    part,
    await fetchPart(part, resolve, signal),
  ];
  const found = new Map(await Promise.all([...foreign].map(fetchOne)));
  const cache = cacheOf(resolve);
  return { ...request, messages: messages.map((message) => replaceParts(message, found, cache)) };
}

type RemoteMedia = MediaPart & { readonly url: string };

function isRemote(part: unknown): part is RemoteMedia {
  // Parts are told apart by their type alone.
  const { type, url, data } = part as Partial<MediaPart>;
  return type === 'media' && url !== undefined && data === undefined;
}

/** All parts of a message, those of its tool results included. */
function partsOf({ content }: Message): readonly unknown[] {
  return content.flatMap((part): unknown[] => (part.type === 'tool-result' ? [...part.content] : [part]));
}

interface Cache {
  readonly parts: WeakMap<MediaPart, MediaPart>;
  readonly messages: WeakMap<Message, Message>;
}

const caches = new WeakMap<MediaResolver, Cache>();

/** What one resolver has fetched: another may not be allowed to. */
function cacheOf(resolve: MediaResolver): Cache {
  const cache = caches.get(resolve) ?? { parts: new WeakMap(), messages: new WeakMap() };
  caches.set(resolve, cache);
  return cache;
}

async function fetchPart(part: RemoteMedia, resolve: MediaResolver, signal: AbortSignal): Promise<MediaPart> {
  const { parts } = cacheOf(resolve);
  const known = parts.get(part);
  if (known) return known;
  const { url, ...rest } = part;
  const { mediaType, data } = await resolve(url, { signal });
  const fetched = { ...rest, mediaType, data };
  parts.set(part, fetched);
  return fetched;
}

/** The same object in every turn, so that a codec can keep what it rendered by identity. */
function replaceParts(message: Message, found: ReadonlyMap<unknown, MediaPart>, cache: Cache): Message {
  if (!partsOf(message).some((part) => found.has(part))) return message;
  const known = cache.messages.get(message);
  if (known) return known;
  const swap = <T>(part: T): T | MediaPart => found.get(part) ?? part;
  const content = message.content.map((part) =>
    part.type === 'tool-result' ? { ...part, content: part.content.map(swap) } : swap(part),
  );
  // Only media parts were replaced, by media parts.
  const copy = { ...message, content } as Message;
  cache.messages.set(message, copy);
  return copy;
}
