import type { JsonObject } from '@pegboard/core';
import { isObject } from '../../wires/lib/shape.ts';
import { mapKey, mapList, mapObjects, without } from '../change-body.ts';
import { answered, type ProviderMutant, tampered } from '../provider-mutant.ts';

const pairs = 'calls and results arrive in pairs, in order';
const order = 'a conversation arrives in order';
const image = 'an image arrives, as data and as an address';
const tools = 'tools arrive with name, description and schema';
const settings = 'settings arrive, 0 and false included';

const mapRole = (
  role: string,
  change: (message: JsonObject) => JsonObject,
): ((body: JsonObject) => JsonObject) =>
  mapList('messages', (messages) =>
    messages.map((message) => (message.role === role ? change(message) : message)),
  );
const results = (
  change: (results: readonly JsonObject[]) => readonly JsonObject[],
): ((body: JsonObject) => JsonObject) =>
  mapList('messages', (messages) => {
    const first = messages.findIndex(({ role }) => role === 'tool');
    const rest = messages.filter(({ role }) => role !== 'tool');
    return rest.toSpliced(Math.max(0, first), 0, ...change(messages.filter(({ role }) => role === 'tool')));
  });

const conversation: readonly ProviderMutant[] = [
  tampered(
    'sends an empty list of calls',
    order,
    mapRole('assistant', (message) => ({ tool_calls: [], ...message })),
  ),
  tampered('sends no content beside calls', pairs, (body) =>
    mapRole('assistant', (message) => (message.tool_calls ? { ...message, content: null } : message))(body),
  ),
  tampered('sends content as parts', order, (body) =>
    mapKey('content', (content) => [{ type: 'text', text: content }])(body),
  ),
  tampered(
    'sends results in another order than the calls',
    pairs,
    results((list) => list.toReversed()),
  ),
  tampered(
    'finds the calls of results by their place',
    'results in another order than the calls find their calls',
    (body) => {
      const words: JsonObject[string][] = [];
      results((list) => (words.push(...list.map(({ content }) => content ?? '')), list))(body);
      return mapRole('tool', (message) => ({ ...message, content: words.pop() ?? '' }))(body);
    },
  ),
  tampered('forgets whose result it is', pairs, without('tool_name')),
  tampered('names the tool of a result as for another API', pairs, (body) =>
    mapRole('tool', ({ tool_name: name, ...message }) => ({ ...message, name: name ?? '' }))(body),
  ),
  tampered(
    'sends results as words of the user',
    pairs,
    mapRole('tool', ({ content }) => ({ role: 'user', content: content ?? '' })),
  ),
  tampered(
    'lets the user speak between a call and its result',
    pairs,
    mapList('messages', (messages) =>
      messages.flatMap((message) =>
        message.role === 'tool' ? [{ role: 'user', content: 'So?' }, message] : [message],
      ),
    ),
  ),
  tampered(
    'sends the instructions in the role developer',
    order,
    mapRole('system', (message) => ({ ...message, role: 'developer' })),
  ),
  tampered(
    'sends thoughts under another name',
    order,
    mapRole('assistant', (message) => ({ ...message, reasoning: 'hm' })),
  ),
];

const media: readonly ProviderMutant[] = [
  tampered('sends images as data URLs', image, (body) =>
    mapRole('user', (message) => ({ ...message, images: ['data:image/png;base64,iVBORw0KGgo='] }))(body),
  ),
  tampered('sends addresses of images', image, (body) =>
    mapRole('user', (message) => ({ ...message, images: ['https://example.com/cat.png'] }))(body),
  ),
  tampered('sends names of files, which the client would read', image, (body) =>
    mapRole('user', (message) => ({ ...message, images: ['/etc/hosts'] }))(body),
  ),
  tampered(
    'sends an empty list of images',
    order,
    mapRole('user', (message) => ({ images: [], ...message })),
  ),
  tampered('loses images', 'several images in several messages all arrive', without('images')),
];

const keys: readonly ProviderMutant[] = [
  tampered('sends options at the top', settings, ({ options, ...body }) => ({
    ...body,
    ...(isObject(options) && options),
  })),
  tampered('loses options', settings, without('options')),
  tampered('sends numbers as texts', settings, (body) =>
    mapKey('options', (options) =>
      Object.fromEntries(
        Object.entries(isObject(options) ? options : {}).map(([key, value]) => [key, JSON.stringify(value)]),
      ),
    )(body),
  ),
  tampered('sends options that the server does not know', settings, (body) => ({
    ...body,
    options: { max_tokens: 100 },
  })),
  tampered('asks for a context as for another API', 'model and message arrive', (body) => ({
    ...body,
    num_ctx: 8192,
  })),
  tampered('sends a choice of tools', tools, (body) => ({
    ...body,
    tool_choice: 'auto',
  })),
  tampered(
    'offers tools that must not be called',
    'tools that must not be called are left out where the API has no choice',
    (body) => ({
      ...body,
      tools: [{ type: 'function', function: { name: 'get_weather', parameters: { type: 'object' } } }],
    }),
  ),
  tampered(
    'sends tools flat, as for another API',
    tools,
    mapObjects((tool) =>
      tool.type === 'function' && isObject(tool.function) ? { type: 'function', ...tool.function } : tool,
    ),
  ),
  tampered('sends words of a schema that the server drops', tools, (body) =>
    mapObjects((schema, key) => (key === 'parameters' ? { ...schema, minProperties: 1 } : schema))(body),
  ),
  tampered(
    'sends the schema of the answer as for another API',
    'the schema of the answer arrives',
    ({ format, ...body }) => ({
      ...body,
      response_format: format ?? null,
    }),
  ),
];

const answers: readonly ProviderMutant[] = [
  answered('takes thoughts for text', 'reasoning is apart from the text', (frame) =>
    frame.replace('"thinking":', '"content":'),
  ),
  answered(
    'misses errors inside a stream',
    'an error inside a stream, later, rejects after what came before it',
    (frame) => frame.replace('{"error":', '{"status":'),
  ),
  answered('does not wait for the end', 'a text in several pieces is one text, in order', (frame) =>
    frame.replace('"done":false', '"done":true'),
  ),
  answered('misses the counters of the last line', 'usage is told in full', (frame) =>
    frame.replace(/"(prompt_)?eval_count":\d+,/g, ''),
  ),
  answered('reads only the first call of a line', 'calls that come whole in one piece are read', (frame) =>
    frame.replace(/("tool_calls":\[\{"id":"[^"]*","function":\{[^}]*\{[^}]*\}\}\}),.*\]/, '$1]'),
  ),
];

/** Wrong only as a provider of Ollama's chat route can be. */
export const ollamaChatMutants: readonly ProviderMutant[] = [...conversation, ...media, ...keys, ...answers];
