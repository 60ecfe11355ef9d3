import type { JsonObject } from '@pegboard/core';
import { mapKey, mapList } from '../change-body.ts';
import { type ProviderMutant, tampered } from '../provider-mutant.ts';

const echo = 'opaque state goes back to the codec that wrote it';
const running = 'opaque state goes back while the tool turn still runs';

const items = (
  change: (items: readonly JsonObject[]) => readonly JsonObject[],
): ((body: JsonObject) => JsonObject) => mapList('input', change);
const mapItems = (
  type: string,
  change: (item: JsonObject) => JsonObject | undefined,
): ((body: JsonObject) => JsonObject) =>
  items((all) =>
    all.map((item) => (item.type === type ? change(item) : item)).filter((item) => item !== undefined),
  );
const isCall = ({ type }: JsonObject): boolean => type === 'function_call';
const withoutId = ({ id: _gone, ...item }: JsonObject): JsonObject => item;

const reasoning: readonly ProviderMutant[] = [
  tampered(
    'drops reasoning items',
    echo,
    mapItems('reasoning', () => undefined),
  ),
  tampered(
    'drops reasoning items while a tool turn runs',
    running,
    mapItems('reasoning', () => undefined),
  ),
  tampered(
    'sends reasoning without its encrypted content',
    echo,
    mapItems('reasoning', ({ encrypted_content: _gone, ...item }) => item),
  ),
  tampered(
    'writes the summary of reasoning anew',
    echo,
    mapKey('summary', () => [{ type: 'summary_text', text: 'It thought.' }]),
  ),
  tampered(
    'gives reasoning items new ids',
    echo,
    mapItems('reasoning', (item) => ({ ...item, id: 'rs_1' })),
  ),
  tampered(
    'exchanges the encrypted contents of two items',
    echo,
    items((all) => {
      const secrets = all.flatMap(({ encrypted_content: secret }) => (secret === undefined ? [] : [secret]));
      return all.map((item) =>
        item.encrypted_content === undefined ? item : { ...item, encrypted_content: secrets.pop() ?? null },
      );
    }),
  ),
  tampered(
    'puts all reasoning first',
    echo,
    items((all) => [
      ...all.filter(({ type }) => type === 'reasoning'),
      ...all.filter(({ type }) => type !== 'reasoning'),
    ]),
  ),
  tampered(
    'sends reasoning without the item behind it',
    echo,
    items((all) => all.filter((_, at) => all[at - 1]?.type !== 'reasoning')),
  ),
  tampered(
    'lets a message of the user follow reasoning',
    echo,
    items((all) =>
      all.flatMap((item) => (item.type === 'reasoning' ? [item, { role: 'user', content: 'So?' }] : [item])),
    ),
  ),
  tampered(
    'merges two reasoning items',
    echo,
    items((all) => {
      const both = all.filter(({ type }) => type === 'reasoning');
      const summary = both.flatMap((item) => item.summary as readonly JsonObject[]);
      return all
        .filter((item) => item !== both[1])
        .map((item) => (item === both[0] ? { ...item, summary } : item));
    }),
  ),
];

const partial: readonly ProviderMutant[] = [
  tampered(
    'keeps the ids of items whose reasoning was taken out',
    'an answer of which a part was taken out makes no invalid request',
    mapItems('reasoning', () => undefined),
  ),
  tampered(
    'keeps reasoning though the item behind it was taken out',
    'an answer of which a part was taken out makes no invalid request',
    mapItems('web_search_call', () => undefined),
  ),
];

const state: readonly ProviderMutant[] = [
  tampered('loses the ids of calls', echo, mapItems('function_call', withoutId)),
  tampered('loses the ids of items that the host ran', echo, mapItems('web_search_call', withoutId)),
  tampered(
    'drops what the host ran',
    echo,
    mapItems('web_search_call', () => undefined),
  ),
  tampered('loses the ids of messages', echo, mapItems('message', withoutId)),
  tampered(
    'loses the phase of messages',
    echo,
    mapItems('message', ({ phase: _gone, ...item }) => item),
  ),
  tampered(
    'builds messages anew',
    echo,
    mapItems('message', ({ role, content }) => ({ role: role ?? '', content: content ?? [] })),
  ),
  tampered(
    'gives every item an id of the wrong kind',
    echo,
    items((all) => all.map((item, at) => (item.id === undefined ? item : { ...item, id: `msg_${at}` }))),
  ),
  tampered(
    'keeps item ids of another provider',
    'a conversation of another provider is understood, its opaque state stays out',
    mapItems('function_call', (item) => ({ ...item, id: 'toolu_01-A' })),
  ),
  tampered(
    'gives two items the same id',
    echo,
    items((all) => all.map((item) => (isCall(item) ? { ...item, id: all[1]?.id ?? '' } : item))),
  ),
  tampered(
    'sends an item twice',
    echo,
    items((all) => all.flatMap((item) => (item.type === 'message' ? [item, item] : [item]))),
  ),
  tampered(
    'turns the items of an answer round',
    echo,
    items((all) => [...all.slice(0, 1), ...all.slice(1, 4).toReversed(), ...all.slice(4)]),
  ),
];

/** Wrong in how they send back the items of an answer. */
export const openaiItemMutants: readonly ProviderMutant[] = [...reasoning, ...partial, ...state];
