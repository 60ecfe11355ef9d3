import type { JsonObject, JsonValue, Message, ModelRequest } from '@pegboard/core';
import { apiKey } from '../provider/model-request.ts';
import { type ProviderMutant, wrapped } from './provider-mutant.ts';
import { mapRequest } from './wrap-stream.ts';

const tampered = (
  name: string,
  caughtBy: string,
  request: (body: JsonObject) => JsonObject,
): ProviderMutant => ({
  name,
  caughtBy,
  tamper: { request },
});
const answered = (name: string, caughtBy: string, response: (frame: string) => string): ProviderMutant => ({
  name,
  caughtBy,
  tamper: { response },
});
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
const oneCall = 'a call comes with its id, name and arguments to the letter';
const without =
  (...keys: readonly string[]) =>
  (body: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(body).filter(([key]) => !keys.includes(key)));

const bodies: readonly ProviderMutant[] = [
  tampered('sends an empty list of tools', 'model and message arrive', (body) => ({ tools: [], ...body })),
  tampered('sends null for what is not set', 'model and message arrive', (body) => ({
    ...body,
    temperature: null,
  })),
  tampered('sends a temperature that nobody set', 'nothing is sent that was not asked for', (body) => ({
    temperature: 1,
    ...body,
  })),
  tampered('sends keys that the API does not know', 'model and message arrive', (body) => ({
    ...body,
    messages_id: 'u1',
  })),
  tampered('drops settings of value 0', 'settings arrive, 0 and false included', (body) =>
    Object.fromEntries(Object.entries(body).filter(([, value]) => value !== 0)),
  ),
  tampered('drops stop', 'settings arrive, 0 and false included', without('stop')),
  tampered('drops the choice of tools', 'every choice of tools arrives', without('tool_choice')),
  tampered('sends another model', 'model and message arrive', (body) => ({
    ...body,
    model: `${String(body.model)}-latest`,
  })),
  tampered(
    'drops the schema of the answer',
    'provider options are merged into the body, those of others are not',
    without('metadata'),
  ),
  wrapped(
    'forgets the schema of the answer',
    'the schema of the answer arrives',
    mapRequest(({ output: _, ...request }) => request),
  ),
  wrapped(
    'forgets the schemas of tools',
    'tools arrive with name, description and schema',
    mapRequest((request) => ({
      ...request,
      tools: request.tools.map((tool) => ({ ...tool, inputSchema: { type: 'object' } })),
    })),
  ),
  wrapped(
    'puts the key into the body',
    'the key goes where it belongs, and nowhere else',
    mapRequest((request) => ({
      ...request,
      messages: [...request.messages, { id: 'k', role: 'user', content: [{ type: 'text', text: apiKey }] }],
    })),
  ),
  wrapped(
    'changes the request',
    'a request is not changed',
    mapRequest((request) => {
      (request.messages as Message[]).push({ id: 'extra', role: 'user', content: [] });
      return request;
    }),
  ),
  wrapped('makes new ids for every call', 'the same input makes the same bytes', (provider) => {
    let count = 0;
    return mapRequest((request) => ({ ...request, settings: { ...request.settings, seed: ++count } }))(
      provider,
    );
  }),
  wrapped(
    'always streams options of everybody',
    'provider options are merged into the body, those of others are not',
    (provider) =>
      mapRequest((request) => {
        const all = Object.assign({}, ...Object.values(request.providerOptions ?? {})) as JsonObject;
        return { ...request, providerOptions: { [provider.name]: all } };
      })(provider),
  ),
];

const histories: readonly ProviderMutant[] = [
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

const answers: readonly ProviderMutant[] = [
  answered('decodes each chunk as Latin-1', 'any text comes through to the letter', (frame) =>
    Buffer.from(frame).toString('latin1'),
  ),
  answered('reads only ASCII', 'network chunks do not matter: cut inside every character', (frame) =>
    frame.replace(/[^\0-\x7f]/g, '?'),
  ),
  answered('loses escapes', oneCall, (frame) => frame.replaceAll('\\\\u006c', 'l')),
  answered(
    'takes only the first 1,000 characters',
    'large arguments arrive whole and in reasonable time',
    (frame) => frame.replaceAll('xxxxx', 'xxxx'),
  ),
];

/** Wrong in what they send or in how they read bytes. */
export const requestMutants: readonly ProviderMutant[] = [...bodies, ...histories, ...answers];
