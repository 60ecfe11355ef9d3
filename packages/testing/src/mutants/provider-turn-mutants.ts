import type { JsonObject, Message, ProviderData, ToolResultPart } from '@pegboard/core';
import { type ProviderMutant, wrapped } from './provider-mutant.ts';
import { mapHistory, mapParts, type Wrap } from './wrap-stream.ts';

/** What careless code makes of an object. */
const objectText = '[object Object]';
const pairs = 'calls and results arrive in pairs, in order';
const foreign = 'a conversation of another provider is understood, its opaque state stays out';

const mapResults = (change: (result: ToolResultPart) => ToolResultPart): Wrap =>
  mapParts((part, { role }) => (part.type === 'tool-result' && role === 'tool' ? change(part) : part));
const saying = (text: string): Pick<ToolResultPart, 'content'> => ({ content: [{ type: 'text', text }] });

/** The conversation as JSON, changed on its way into text or out of it. */
const asJson = (
  revive: (key: string, value: unknown) => unknown,
  change: (text: string) => string = (text) => text,
): Wrap => mapHistory((list) => JSON.parse(change(JSON.stringify(list)), revive) as Message[]);

const hasCalls = ({ role, content }: Message): boolean =>
  role === 'assistant' && content.some(({ type }) => type === 'tool-call');

const turns: readonly ProviderMutant[] = [
  wrapped(
    'drops the text beside calls',
    pairs,
    mapHistory((list) =>
      list.map((m) =>
        hasCalls(m) ? ({ ...m, content: m.content.filter(({ type }) => type !== 'text') } as Message) : m,
      ),
    ),
  ),
  wrapped(
    'says interrupted instead of the last result',
    pairs,
    mapHistory((list) => list.map((m) => (m.role === 'tool' ? { ...m, content: m.content.slice(0, 1) } : m))),
  ),
  wrapped(
    'forgets the arguments of calls',
    pairs,
    mapParts((part) => (part.type === 'tool-call' ? { ...part, input: {} } : part)),
  ),
  wrapped(
    'answers all calls with the first result',
    'several tool turns in a row arrive in order',
    mapHistory((list) => {
      const first = list.find(({ role }) => role === 'tool')?.content[0];
      return list.map((m) =>
        m.role === 'tool' && first?.type === 'tool-result'
          ? { ...m, content: m.content.map((r) => ({ ...r, content: first.content })) }
          : m,
      );
    }),
  ),
  wrapped(
    'keeps only the last tool turn',
    'several tool turns in a row arrive in order',
    mapHistory((list) => [...list.slice(0, 1), ...list.slice(-3)]),
  ),
  wrapped(
    'takes results in the order in which they stand',
    'results in another order than the calls find their calls',
    mapHistory((list) => {
      const calls = list.flatMap((m) => m.content.filter(({ type }) => type === 'tool-call'));
      return list.map((m) =>
        m.role === 'tool'
          ? {
              ...m,
              content: m.content.map((result, at) => {
                const call = calls[at];
                return call?.type === 'tool-call'
                  ? { ...result, callId: call.callId, name: call.name }
                  : result;
              }),
            }
          : m,
      );
    }),
  ),
  wrapped(
    'loses calls whose ids are long',
    'ids of the longest form are taken',
    mapParts((part) => ('callId' in part && part.callId.length > 32 ? [] : part)),
  ),
  wrapped(
    'sends at most 32 calls',
    'many calls of one turn all find their results',
    mapHistory((list) => list.map((m) => ({ ...m, content: m.content.slice(0, 32) }) as Message)),
  ),
  wrapped(
    'forgets all before the last question',
    'a conversation goes on after calls and their results',
    mapHistory((list) => list.slice(list.findLastIndex(({ role }) => role === 'user'))),
  ),
  wrapped(
    'forgets the last question',
    'opaque state of an earlier turn goes back, too',
    mapHistory((list) => list.slice(0, -1)),
  ),
  wrapped(
    'drops failed results',
    'results of every status arrive with their words',
    mapResults((result) => (result.status === 'failed' ? { ...result, ...saying('failed') } : result)),
  ),
  wrapped(
    'shows JSON results as [object Object]',
    'a JSON result arrives as JSON',
    mapResults((result) => ({
      ...result,
      content: result.content.map((part) =>
        part.type === 'json' ? { type: 'text', text: objectText } : part,
      ),
    })),
  ),
  wrapped(
    'cuts large results',
    'a result of 10 MB arrives whole',
    mapResults((result) => ({
      ...result,
      content: result.content.map((part) =>
        part.type === 'text' ? { ...part, text: part.text.slice(0, 1_000_000) } : part,
      ),
    })),
  ),
  wrapped(
    'loses a key __proto__',
    'arguments with odd keys arrive unharmed',
    asJson((key, value) => (key === '__proto__' ? undefined : value)),
  ),
  wrapped(
    'loses keys that are empty',
    'arguments with odd keys arrive unharmed',
    mapParts((part) => {
      if (part.type !== 'tool-call') return part;
      const { '': _, ...input } = part.input;
      return { ...part, input };
    }),
  ),
  wrapped('makes up ids for results', 'the same conversation makes the same bytes', (provider) => {
    let count = 0;
    return mapHistory((list) => {
      const round = ++count;
      return list.map(
        (m) =>
          ({
            ...m,
            content: m.content.map((part) =>
              part.type === 'text' ? { ...part, text: `${part.text} (${round})` } : part,
            ),
          }) as Message,
      );
    })(provider);
  }),
];

const others: readonly ProviderMutant[] = [
  wrapped(
    'fails on words of the model at the end with an error of its own',
    'words of the model at the end are put right or refused clearly',
    mapHistory((list) => {
      if (list.at(-1)?.role === 'assistant') throw new TypeError('the last message must be of the user');
      return list;
    }),
  ),
  wrapped(
    'fails on words of the model at the start with an error of its own',
    'words of the model at the start are put right or refused clearly',
    mapHistory((list) => {
      if (list[0]?.role === 'assistant') throw new TypeError('the first message must be of the user');
      return list;
    }),
  ),
  wrapped(
    'sends opaque state of others',
    foreign,
    mapParts((part, { role }) =>
      part.providerData && role === 'assistant'
        ? [part, { type: 'text', text: JSON.stringify(part.providerData) }]
        : part,
    ),
  ),
  wrapped(
    'calls what the provider ran a call of ours',
    foreign,
    asJson(
      (_, value) => value,
      (text) => text.replaceAll('"executor":"provider"', '"executor":"client"'),
    ),
  ),
  wrapped(
    'understands nothing of others',
    foreign,
    mapParts((part, { role }) => (role === 'assistant' && part.type === 'text' ? [] : part)),
  ),
];

/** What comes back of the answers of the model itself. */
const echoes: readonly ProviderMutant[] = [
  wrapped(
    'sends opaque state back to no one',
    'opaque state goes back to the codec that wrote it',
    mapParts(({ providerData: _gone, ...part }) => part),
  ),
  wrapped(
    'forgets opaque state while a tool turn runs',
    'opaque state goes back while the tool turn still runs',
    mapParts(({ providerData: _gone, ...part }) => part),
  ),
  wrapped(
    'sends opaque state to every model',
    'opaque state that is bound to a model is not sent to another',
    (provider) =>
      mapHistory((list) =>
        list.map((m) =>
          m.role === 'assistant'
            ? {
                ...m,
                origin: { provider: provider.name, model: 'another-model' },
                content: m.content.map((part) => ({
                  ...part,
                  ...(part.providerData && { providerData: forModel(part.providerData) }),
                })),
              }
            : m,
        ),
      )(provider),
  ),
];

/** The state as if another model had written it. */
function forModel(data: ProviderData): ProviderData {
  return Object.fromEntries(
    Object.entries(data).map(([codec, state]): [string, JsonObject] => [
      codec,
      state.model === undefined ? state : { ...state, model: 'another-model' },
    ]),
  );
}

/** Wrong in how they read calls, results and what other providers said. */
export const turnMutants: readonly ProviderMutant[] = [...turns, ...others, ...echoes];
