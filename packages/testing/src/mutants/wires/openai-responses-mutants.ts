import type { JsonObject, ModelEvent, ModelPart } from '@pegboard/core';
import { mapKey, mapList, mapObjects, mapText } from '../change-body.ts';
import { answered, type ProviderMutant, tampered, wrapped } from '../provider-mutant.ts';
import { mapEvents } from '../wrap-stream.ts';

const echo = 'opaque state goes back to the codec that wrote it';
const running = 'opaque state goes back while the tool turn still runs';
const pairs = 'calls and results arrive in pairs, in order';
const order = 'a conversation arrives in order';

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

const conversation: readonly ProviderMutant[] = [
  tampered(
    'sends results before their calls',
    pairs,
    items((all) => all.toSorted((a, b) => Number(isCall(a)) - Number(isCall(b)))),
  ),
  tampered(
    'sends results as messages of a tool',
    pairs,
    mapItems('function_call_output', ({ output }) => ({ role: 'tool', content: output ?? '' })),
  ),
  tampered(
    'sends calls within a message, as for another API',
    pairs,
    mapItems('function_call', (item) => ({ role: 'assistant', content: '', tool_calls: [item] })),
  ),
  tampered(
    'sends words of the model as input_text',
    order,
    items((all) =>
      all.map((item) =>
        item.role === 'assistant'
          ? { role: 'assistant', content: [{ type: 'input_text', text: 'x' }] }
          : item,
      ),
    ),
  ),
  tampered('loses the instructions', order, (body) => {
    const { instructions: _, ...rest } = body;
    return items((all) => all.filter(({ role }) => role !== 'system' && role !== 'developer'))(rest);
  }),
  tampered(
    'sends addresses of images as objects',
    'an image arrives, as data and as an address',
    mapKey('image_url', (url) => ({ url })),
  ),
  tampered(
    'sends data of images without the data URL',
    'an image arrives, as data and as an address',
    mapText('image_url', (url) => url.replace(/^data:[^,]*,/, '')),
  ),
];

const keys: readonly ProviderMutant[] = [
  tampered('sends a conversation of chat', 'model and message arrive', ({ input, ...body }) => ({
    ...body,
    messages: input ?? [],
  })),
  tampered(
    'wraps tools in a function, as for another API',
    'tools arrive with name, description and schema',
    mapObjects((tool) => {
      const { type, ...rest } = tool;
      return type === 'function' ? { type, function: rest } : tool;
    }),
  ),
  tampered('asks for fewer tokens than the API gives', 'settings arrive, 0 and false included', (body) => ({
    ...body,
    max_output_tokens: 1,
  })),
  tampered('sends a seed', 'settings arrive, 0 and false included', (body) => ({ ...body, seed: 7 })),
  tampered(
    'sends the schema of the answer as for another API',
    'the schema of the answer arrives',
    ({ text, ...body }) => ({ ...body, response_format: (text as JsonObject | undefined)?.format ?? null }),
  ),
];

/** A call that the host ran, as if it were ours. */
function ours(part: ModelPart): ModelPart {
  return part.type === 'tool-call' ? { ...part, executor: 'client' } : part;
}

const answers: readonly ProviderMutant[] = [
  wrapped(
    'takes calls that the host ran for ours',
    'calls that the provider ran are told apart from ours',
    mapEvents((event): ModelEvent => (event.type === 'part' ? { ...event, part: ours(event.part) } : event)),
  ),
  answered(
    'misses errors that come as a failed response',
    'an error inside a stream, first thing, rejects',
    (frame) => frame.replaceAll('response.failed', 'response.in_progress'),
  ),
  answered(
    'takes an incomplete answer for a complete one',
    'every finish reason is told in our words and in its own',
    (frame) =>
      frame
        .replaceAll('response.incomplete', 'response.completed')
        .replace('"status":"incomplete"', '"status":"completed"'),
  ),
  answered('takes the item that was added for the whole one', echo, (frame) =>
    frame.startsWith('event: response.output_item.done') && frame.includes('"type":"reasoning"')
      ? frame.replace(/"encrypted_content":"[^"]*"/, '"encrypted_content":null')
      : frame,
  ),
  answered('ignores the numbers of items', 'parallel calls stay apart and in order', (frame) =>
    frame.replace(/"output_index":\d+/g, '"output_index":0'),
  ),
];

/** Wrong only as a provider of the Responses API can be. */
export const openaiResponsesMutants: readonly ProviderMutant[] = [
  ...reasoning,
  ...state,
  ...conversation,
  ...keys,
  ...answers,
];
