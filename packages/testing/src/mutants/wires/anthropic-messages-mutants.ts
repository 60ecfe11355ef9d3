import type { ModelEvent, ModelPart, Usage } from '@pegboard/core';
import { isObject, objectsIn } from '../../wires/lib/shape.ts';
import { mapInner, mapKey, mapList, mapObjects, mapText, without } from '../change-body.ts';
import { answered, type ProviderMutant, tampered, wrapped } from '../provider-mutant.ts';
import { mapEvents, mapUsage } from '../wrap-stream.ts';

const echo = 'opaque state goes back to the codec that wrote it';
const pairs = 'calls and results arrive in pairs, in order';
const order = 'a conversation arrives in order';
const image = 'an image arrives, as data and as an address';
const usageTold = 'usage is told in full';

const mapBlocks = mapInner('messages', 'content');
const odd = (id: string): string => `${id}:1`;

const conversation: readonly ProviderMutant[] = [
  tampered(
    'sends text before results',
    echo,
    mapBlocks('user', (blocks) => blocks.toReversed()),
  ),
  tampered(
    'sends each result in a message of its own, with words between',
    pairs,
    mapList('messages', (messages) =>
      messages.flatMap((message) => {
        const blocks = objectsIn(message.content);
        const words = { type: 'text', text: 'And:' };
        return blocks.some(({ type }) => type === 'tool_result')
          ? blocks.map((block) => ({ role: 'user', content: [block, words] }))
          : [message];
      }),
    ),
  ),
  tampered(
    'sends results as messages of a tool',
    pairs,
    mapList('messages', (messages) =>
      messages.map((message) =>
        objectsIn(message.content).some(({ type }) => type === 'tool_result')
          ? { ...message, role: 'tool' }
          : message,
      ),
    ),
  ),
  tampered('gives two calls the same id', pairs, (body) =>
    mapObjects((block) =>
      block.type === 'tool_use'
        ? { ...block, id: 'c1' }
        : block.type === 'tool_result'
          ? { ...block, tool_use_id: 'c1' }
          : block,
    )(body),
  ),
  tampered('sends ids with characters that the API refuses', pairs, (body) => {
    return mapText('tool_use_id', odd)(mapText('id', odd)(body));
  }),
  tampered('sends empty texts', order, (body) =>
    mapBlocks('user', (blocks) => [...blocks, { type: 'text', text: '' }])(body),
  ),
  tampered('sends blank texts', order, (body) =>
    mapBlocks('assistant', (blocks) => [{ type: 'text', text: ' \n' }, ...blocks])(body),
  ),
  tampered('ends with words for the model', order, (body) =>
    mapList('messages', (messages) => [...messages, { role: 'assistant', content: 'Well:' }])(body),
  ),
  tampered(
    'begins with the model',
    order,
    mapList('messages', (messages) => messages.slice(1)),
  ),
  tampered('loses the system text', order, without('system')),
  tampered(
    'sends images as data URLs',
    image,
    mapText('data', (data) => `data:image/png;base64,${data}`),
  ),
  tampered(
    'sends images as for another API',
    image,
    mapObjects((block) =>
      block.type === 'image' && isObject(block.source)
        ? { type: 'image_url', image_url: { url: block.source.url ?? '' } }
        : block,
    ),
  ),
  tampered(
    'says that results failed without a word',
    'results of every status arrive with their words',
    mapObjects((block) =>
      block.type === 'tool_result'
        ? { type: block.type, tool_use_id: block.tool_use_id ?? '', is_error: true }
        : block,
    ),
  ),
];

const keys: readonly ProviderMutant[] = [
  tampered(
    'marks every block for the cache',
    'a wish for the cache makes a valid request',
    mapBlocks('user', (blocks) =>
      blocks.map((block) => ({ ...block, cache_control: { type: 'ephemeral' } })),
    ),
  ),
  tampered('leaves the limit of tokens out', 'model and message arrive', without('max_tokens')),
  tampered('sends a temperature, which is no more', 'model and message arrive', (body) => ({
    ...body,
    temperature: 0.5,
  })),
  tampered(
    'sends the choice of tools as a word',
    'every choice of tools arrives',
    mapKey('tool_choice', (choice) => (isObject(choice) ? (choice.type ?? null) : choice)),
  ),
  tampered(
    'calls the choice of any tool required',
    'every choice of tools arrives',
    mapKey('tool_choice', () => ({ type: 'required' })),
  ),
  tampered('sends the system text as a message at the start', order, ({ system: _gone, ...body }) =>
    mapList('messages', (messages) => [{ role: 'system', content: 'Be brief' }, ...messages])(body),
  ),
  tampered(
    'sends schemas as parameters',
    'tools arrive with name, description and schema',
    mapObjects(({ input_schema: schema, ...rest }) =>
      schema === undefined ? rest : { ...rest, parameters: schema },
    ),
  ),
];

/** What the host ran, as if it were a call of ours. */
function ours(part: ModelPart): ModelPart {
  return part.type === 'tool-call' ? { ...part, executor: 'client' } : part;
}

/** Counts that the API tells one by one. */
function rawCount({ raw }: Usage, key: string): number | undefined {
  const value = isObject(raw) ? raw[key] : undefined;
  return typeof value === 'number' ? value : undefined;
}

/** The frame's last object of counts is gone; it may be padded. */
function withoutUsage(frame: string): string {
  return frame.replace(/,"usage":\{(?:[^{}]|\{[^{}]*\})*\}/, '');
}

const answers: readonly ProviderMutant[] = [
  wrapped(
    'takes calls that the host ran for ours',
    'calls that the provider ran are told apart from ours',
    mapEvents((event): ModelEvent => (event.type === 'part' ? { ...event, part: ours(event.part) } : event)),
  ),
  wrapped(
    'tells a pause as a stop',
    'every finish reason is told in our words and in its own',
    mapEvents((event) =>
      event.type === 'finish' && event.finish.unified === 'pause'
        ? { ...event, finish: { ...event.finish, unified: 'stop' } }
        : event,
    ),
  ),
  wrapped(
    'counts as input only what was fresh',
    usageTold,
    mapUsage(({ inputTokens: _gone, ...usage }) => ({
      ...usage,
      inputTokens: rawCount(usage, 'input_tokens') ?? 0,
    })),
  ),
  wrapped(
    'counts what was read from the cache twice',
    usageTold,
    mapUsage((usage) => ({
      ...usage,
      inputTokens: (usage.inputTokens ?? 0) + (usage.cachedInputTokens ?? 0),
    })),
  ),
  answered('reads usage only where the answer begins', usageTold, (frame) =>
    frame.startsWith('event: message_delta') ? withoutUsage(frame) : frame,
  ),
  answered('reads usage only where the answer ends', 'the last usage counts, once: usage-in-parts', (frame) =>
    frame.startsWith('event: message_start') ? withoutUsage(frame) : frame,
  ),
  answered('misses signatures', echo, (frame) => (frame.includes('signature_delta') ? '' : frame)),
  answered(
    'misses errors inside a stream',
    'an error inside a stream, later, rejects after what came before it',
    (frame) => (frame.startsWith('event: error') ? '' : frame.replaceAll('"type":"error"', '"type":"ping"')),
  ),
  answered(
    'takes the empty input of the first event for the arguments',
    'parallel calls stay apart and in order',
    (frame) => (frame.includes('input_json_delta') ? '' : frame),
  ),
];

/** Wrong only as a provider of the Messages API can be. */
export const anthropicMessagesMutants: readonly ProviderMutant[] = [...conversation, ...keys, ...answers];
