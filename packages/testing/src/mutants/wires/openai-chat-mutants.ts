import type { JsonObject } from '@pegboard/core';
import { mapList, mapObjects, mapText, without } from '../change-body.ts';
import { answered, type ProviderMutant, tampered } from '../provider-mutant.ts';

const pairs = 'calls and results arrive in pairs, in order';
const order = 'a conversation arrives in order';
const image = 'an image arrives, as data and as an address';
const settings = 'settings arrive, 0 and false included';
const tools = 'tools arrive with name, description and schema';

const long = (id: string): string => `${id}-${'x'.repeat(60)}`;
const mapRole = (
  role: string,
  change: (message: JsonObject) => JsonObject,
): ((body: JsonObject) => JsonObject) =>
  mapList('messages', (messages) =>
    messages.map((message) => (message.role === role ? change(message) : message)),
  );

const conversation: readonly ProviderMutant[] = [
  tampered(
    'sends an empty list of calls',
    order,
    mapRole('assistant', (message) => ({ tool_calls: [], ...message })),
  ),
  tampered(
    'sends results as words of the user',
    pairs,
    mapRole('tool', (message) => ({ ...message, role: 'user' })),
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
  tampered('sends calls without a type', pairs, (body) =>
    mapRole('assistant', (message) => ('tool_calls' in message ? without('type')(message) : message))(body),
  ),
  tampered('forgets whose result it is', pairs, without('tool_call_id')),
  tampered('sends ids that are too long', pairs, (body) => {
    return mapText('tool_call_id', long)(mapText('id', long)(body));
  }),
  tampered(
    'sends null for the words of an answer',
    order,
    mapRole('assistant', (message) => ({ ...message, content: null })),
  ),
  tampered(
    'sends the instructions as an answer',
    order,
    mapRole('system', (message) => ({ ...message, role: 'assistant' })),
  ),
];

const media: readonly ProviderMutant[] = [
  tampered(
    'sends data of images without the data URL',
    image,
    mapText('url', (url) => url.replace(/^data:[^,]*,/, '')),
  ),
  tampered(
    'sends images as input_image',
    image,
    mapObjects((part) => (part.type === 'image_url' ? { ...part, type: 'input_image' } : part)),
  ),
  tampered(
    'sends an image as the text of a result',
    'an image in a result arrives',
    mapRole('tool', (message) => ({
      ...message,
      content: [{ type: 'image_url', image_url: { url: 'https://example.com/a.png' } }],
    })),
  ),
];

const keys: readonly ProviderMutant[] = [
  tampered('sends two limits of tokens', settings, (body) => {
    const limit = body.max_completion_tokens ?? body.max_tokens;
    return limit === undefined ? body : { ...body, max_tokens: limit, max_completion_tokens: limit };
  }),
  tampered('sends options of a stream without a stream', 'model and message arrive', (body) => ({
    ...body,
    stream_options: { include_usage: true },
  })),
  tampered('chooses among no tools', 'a setting that needs tools is not sent without', (body) => ({
    tool_choice: 'auto',
    ...body,
  })),
  tampered(
    'speaks of parallel calls without tools',
    'a setting that needs tools is not sent without',
    (body) => ({
      parallel_tool_calls: true,
      ...body,
    }),
  ),
  tampered('sends an empty list of texts to stop at', 'an empty list of stop texts is not sent', (body) => ({
    stop: [],
    ...body,
  })),
  tampered(
    'sends tools flat, as for another API',
    tools,
    mapObjects((tool) =>
      tool.type === 'function' ? { type: 'function', ...(tool.function as JsonObject) } : tool,
    ),
  ),
  tampered(
    'sends schemas as input_schema',
    tools,
    mapObjects(({ parameters, ...rest }) =>
      parameters === undefined ? rest : { ...rest, input_schema: parameters },
    ),
  ),
  tampered(
    'sends the schema of the answer flat',
    'the schema of the answer arrives',
    mapObjects((format) =>
      format.type === 'json_schema' ? { type: 'json_schema', ...(format.json_schema as JsonObject) } : format,
    ),
  ),
];

const answers: readonly ProviderMutant[] = [
  answered('ignores the numbers of calls', 'calls whose pieces alternate stay apart', (frame) =>
    frame.replace(/("tool_calls":\[\{"index":)\d+/g, '$10'),
  ),
  answered('misses usage that comes after the finish reason', 'usage is told in full', (frame) =>
    frame.includes('"choices":[]') ? '' : frame,
  ),
];

/** Wrong only as a provider of Chat Completions can be. */
export const openaiChatMutants: readonly ProviderMutant[] = [...conversation, ...media, ...keys, ...answers];
