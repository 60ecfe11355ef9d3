import type { JsonObject, ModelEvent, ModelPart } from '@pegboard/core';
import { mapKey, mapList, mapObjects, mapText } from '../change-body.ts';
import { answered, type ProviderMutant, tampered, wrapped } from '../provider-mutant.ts';
import { mapEvents } from '../wrap-stream.ts';

const echo = 'opaque state goes back to the codec that wrote it';
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
export const openaiResponsesMutants: readonly ProviderMutant[] = [...conversation, ...keys, ...answers];
