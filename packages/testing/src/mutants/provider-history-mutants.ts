import type { JsonObject, JsonValue, Message, ModelRequest } from '@pegboard/core';
import { type ProviderMutant, tampered, wrapped } from './provider-mutant.ts';
import { mapRequest } from './wrap-stream.ts';

const messages =
  (change: (messages: readonly JsonObject[]) => readonly JsonValue[]) =>
  (body: JsonObject): JsonObject => ({
    ...body,
    // The body has passed through the provider, which sends a list here.
    messages: change(body.messages as readonly JsonObject[]),
  });
const mapMessages = (change: (message: JsonObject) => JsonObject): ((body: JsonObject) => JsonObject) =>
  messages((list) => list.map(change));
const mapHistory =
  (change: (messages: readonly Message[]) => readonly Message[]): ((request: ModelRequest) => ModelRequest) =>
  (request) => ({ ...request, messages: change(request.messages) });
const pairs = 'calls and results arrive in pairs, in order';

/** Wrong in how they send the conversation. */
export const historyMutants: readonly ProviderMutant[] = [
  tampered(
    'sends results before other roles out of place',
    pairs,
    messages((list) => [...list.slice(2), ...list.slice(0, 2)]),
  ),
  tampered(
    'turns the order of results round',
    pairs,
    messages((list) =>
      list
        .toSorted((a, b) => (a.role === 'tool' && b.role === 'tool' ? 1 : 0))
        .map((m, at, all) => {
          const tools = all.filter(({ role }) => role === 'tool');
          return m.role === 'tool'
            ? { ...m, content: tools[tools.length - 1 - tools.indexOf(m)]?.content ?? '' }
            : m;
        }),
    ),
  ),
  tampered(
    'drops the last result',
    pairs,
    messages((list) => list.filter((m, at) => m.role !== 'tool' || list[at + 1]?.role === 'tool')),
  ),
  tampered(
    'sends arguments as an object',
    pairs,
    mapMessages((m) => ({
      ...m,
      ...(Array.isArray(m.tool_calls) && {
        tool_calls: (m.tool_calls as readonly JsonObject[]).map((c) => ({
          ...c,
          function: { ...(c.function as JsonObject), arguments: {} },
        })),
      }),
    })),
  ),
  tampered(
    'drops the text beside calls',
    pairs,
    mapMessages((m) => (m.tool_calls ? { ...m, content: null } : m)),
  ),
  tampered(
    'sends an empty list of calls',
    'a conversation arrives in order',
    mapMessages((m) => (m.role === 'assistant' ? { tool_calls: [], ...m } : m)),
  ),
  tampered(
    'sends internal keys',
    'a conversation arrives in order',
    mapMessages((m) => ({ ...m, id: 'm1' })),
  ),
  tampered(
    'joins two user messages and loses one',
    'a conversation arrives in order',
    messages((list) =>
      list.filter((m, at) =>
        m.role !== 'user' || list[at + 1]?.role !== 'user' ? at !== list.length - 1 : true,
      ),
    ),
  ),
  wrapped(
    'drops system messages in the middle',
    'a system message in the middle arrives',
    mapRequest(mapHistory((list) => list.filter((m, at) => m.role !== 'system' || at === 0))),
  ),
  wrapped(
    'sends only the first part',
    'several text parts all arrive',
    mapRequest(mapHistory((list) => list.map((m) => ({ ...m, content: m.content.slice(0, 1) }) as Message))),
  ),
  wrapped(
    'drops media',
    'an image arrives, as data and as an address',
    mapRequest(
      mapHistory((list) =>
        list.map((m) => ({ ...m, content: m.content.filter((p) => p.type !== 'media') }) as Message),
      ),
    ),
  ),
  wrapped(
    'drops media of results',
    'an image in a result arrives',
    mapRequest(
      mapHistory((list) =>
        list.map((m) =>
          m.role === 'tool'
            ? { ...m, content: m.content.map((r) => ({ ...r, content: [{ type: 'text', text: 'see' }] })) }
            : m,
        ),
      ),
    ),
  ),
  wrapped(
    'drops failed results',
    'results of every status arrive with their words',
    mapRequest(
      mapHistory((list) =>
        list.map((m) =>
          m.role === 'tool'
            ? {
                ...m,
                content: m.content.map((r) =>
                  r.status === 'failed' ? { ...r, content: [{ type: 'text', text: 'failed' }] } : r,
                ),
              }
            : m,
        ),
      ),
    ),
  ),
  wrapped(
    'shows JSON results as [object Object]',
    'a JSON result arrives as JSON',
    mapRequest(
      mapHistory(
        (list) =>
          JSON.parse(JSON.stringify(list), (_, value: unknown) =>
            typeof value === 'object' && value !== null && 'type' in value && value.type === 'json'
              ? { type: 'text', text: '[object Object]' }
              : value,
          ) as Message[],
      ),
    ),
  ),
  wrapped(
    'cuts large results',
    'a result of 10 MB arrives whole',
    mapRequest(
      mapHistory(
        (list) =>
          JSON.parse(JSON.stringify(list), (_, value: unknown) =>
            typeof value === 'string' ? value.slice(0, 1_000_000) : value,
          ) as Message[],
      ),
    ),
  ),
  wrapped(
    'loses a key __proto__',
    'arguments with odd keys arrive unharmed',
    mapRequest(
      mapHistory(
        (list) =>
          JSON.parse(JSON.stringify(list), (key, value: unknown) =>
            key === '__proto__' ? undefined : value,
          ) as Message[],
      ),
    ),
  ),
  wrapped(
    'strips control characters',
    'any text arrives to the letter',
    mapRequest(mapHistory((list) => JSON.parse(JSON.stringify(list).replaceAll('\\u0000', '')) as Message[])),
  ),
  wrapped(
    'sends opaque state of others',
    'a conversation of another provider is understood, its opaque state stays out',
    mapRequest(
      mapHistory((list) =>
        list.map(
          (m) =>
            ({
              ...m,
              content: m.content.flatMap((p) =>
                p.providerData && m.role === 'assistant'
                  ? [p, { type: 'text', text: JSON.stringify(p.providerData) }]
                  : [p],
              ),
            }) as Message,
        ),
      ),
    ),
  ),
  wrapped(
    'calls what the provider ran a call of ours',
    'a conversation of another provider is understood, its opaque state stays out',
    mapRequest(
      mapHistory(
        (list) =>
          JSON.parse(
            JSON.stringify(list).replaceAll('"executor":"provider"', '"executor":"client"'),
          ) as Message[],
      ),
    ),
  ),
];
