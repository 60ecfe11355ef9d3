import type { JsonObject, Usage } from '@pegboard/core';
import { isObject, objectsIn } from '../../wires/lib/shape.ts';
import { mapInner, mapKey, mapList, mapObjects, mapText, without } from '../change-body.ts';
import { answered, type ProviderMutant, tampered, wrapped } from '../provider-mutant.ts';
import { mapEvents, mapUsage } from '../wrap-stream.ts';

const echo = 'opaque state goes back to the codec that wrote it';
const pairs = 'calls and results arrive in pairs, in order';
const order = 'a conversation arrives in order';
const image = 'an image arrives, as data and as an address';
const tools = 'tools arrive with name, description and schema';
const settings = 'settings arrive, 0 and false included';
const usageTold = 'usage is told in full';

type Parts = readonly JsonObject[];
const mapParts = mapInner('contents', 'parts');
const isResult = ({ functionResponse: response }: JsonObject): boolean => response !== undefined;
const split = (parts: Parts): JsonObject[] => parts.map((part) => ({ role: 'user', parts: [part] }));

const results: readonly ProviderMutant[] = [
  tampered(
    'sends results of parallel calls in separate contents',
    pairs,
    mapList('contents', (contents) =>
      contents.flatMap((content) => {
        const parts = objectsIn(content.parts);
        return parts.some(isResult) ? split(parts) : [content];
      }),
    ),
  ),
  tampered('sends results as text', pairs, (body) =>
    mapObjects((part) => (isResult(part) ? { text: 'noon' } : part))(body),
  ),
  tampered(
    'sends results as a text where an object is demanded',
    pairs,
    mapKey('response', (value) => JSON.stringify(value)),
  ),
  tampered(
    'sends results as the model',
    pairs,
    mapList('contents', (contents) =>
      contents.map((content) =>
        objectsIn(content.parts).some(isResult) ? { ...content, role: 'model' } : content,
      ),
    ),
  ),
  tampered(
    'sends results in the role function',
    pairs,
    mapList('contents', (contents) =>
      contents.map((content) =>
        objectsIn(content.parts).some(isResult) ? { ...content, role: 'function' } : content,
      ),
    ),
  ),
  tampered('loses the ids of calls', echo, (body) =>
    mapObjects(({ functionCall: call, ...part }) => {
      if (!isObject(call)) return call === undefined ? part : { ...part, functionCall: call };
      const { id: _, ...rest } = call;
      return { ...part, functionCall: rest };
    })(body),
  ),
  tampered('loses the ids of results', echo, (body) =>
    mapObjects(({ functionResponse: response, ...part }) => {
      if (!isObject(response)) return response === undefined ? part : { ...part, functionResponse: response };
      const { id: _, ...rest } = response;
      return { ...part, functionResponse: rest };
    })(body),
  ),
  tampered(
    'lets the user speak between a call and its result',
    pairs,
    mapList('contents', (contents) =>
      contents.flatMap((content) =>
        objectsIn(content.parts).some(isResult)
          ? [{ role: 'user', parts: [{ text: 'So?' }] }, content]
          : [content],
      ),
    ),
  ),
];

const contents: readonly ProviderMutant[] = [
  tampered(
    'calls the model assistant',
    order,
    mapList('contents', (list) =>
      list.map((content) => (content.role === 'model' ? { ...content, role: 'assistant' } : content)),
    ),
  ),
  tampered('loses the system text', order, without('systemInstruction')),
  tampered('sends the system text as a content', order, ({ systemInstruction: system, ...body }) =>
    mapList('contents', (list) =>
      isObject(system) ? [{ role: 'system', parts: system.parts ?? [] }, ...list] : list,
    )(body),
  ),
  tampered('sends empty texts without a signature', order, (body) =>
    mapParts('model', (parts) => [...parts, { text: '' }])(body),
  ),
  tampered('sends parts of two kinds', image, (body) =>
    mapObjects((part) => (part.inlineData ? { ...part, text: 'An image' } : part))(body),
  ),
  tampered('sends thoughts as the user', order, (body) =>
    mapParts('user', (parts) => parts.map((part) => ({ ...part, thought: true })))(body),
  ),
  tampered(
    'sends images as data URLs',
    image,
    mapText('data', (data) => `data:image/png;base64,${data}`),
  ),
  tampered('sends keys in snake case', image, (body) =>
    mapObjects(({ inlineData, ...part }) => (inlineData ? { ...part, inline_data: inlineData } : part))(body),
  ),
];

const keys: readonly ProviderMutant[] = [
  tampered('sends settings at the top', settings, ({ generationConfig: config, ...body }) => ({
    ...body,
    ...(isObject(config) && config),
  })),
  tampered('asks for depth and budget of thoughts', settings, (body) =>
    mapObjects((object) =>
      object.thinkingLevel === undefined ? object : { ...object, thinkingBudget: 1024 },
    )(body),
  ),
  tampered('sends JSON Schema as the older kind of schema', tools, (body) =>
    mapObjects(({ parametersJsonSchema: schema, ...rest }) =>
      schema === undefined ? rest : { ...rest, parameters: schema },
    )(body),
  ),
  tampered('sends both kinds of schema', tools, (body) =>
    mapObjects((object) =>
      object.parametersJsonSchema === undefined ? object : { ...object, parameters: { type: 'OBJECT' } },
    )(body),
  ),
  tampered('lets tools be called by names that it does not offer', 'every choice of tools arrives', (body) =>
    mapKey('allowedFunctionNames', () => ['lost'])(body),
  ),
  tampered(
    'asks for JSON without saying so',
    'the schema of the answer arrives',
    without('responseMimeType'),
  ),
];

/** A count that the API tells apart. */
function rawCount({ raw }: Usage, key: string): number {
  return Number(isObject(raw) ? (raw[key] ?? 0) : 0);
}

const answers: readonly ProviderMutant[] = [
  wrapped(
    'counts output without thoughts',
    usageTold,
    mapUsage((usage) => ({ ...usage, outputTokens: rawCount(usage, 'candidatesTokenCount') })),
  ),
  wrapped(
    'counts thoughts twice',
    usageTold,
    mapUsage((usage) => ({
      ...usage,
      outputTokens: (usage.outputTokens ?? 0) + rawCount(usage, 'thoughtsTokenCount'),
    })),
  ),
  answered('takes thoughts for text', 'reasoning is apart from the text', (frame) =>
    frame.replaceAll(',"thought":true', ''),
  ),
  answered('misses errors inside a stream', 'an error inside a stream, first thing, rejects', (frame) =>
    frame.includes('"error"') ? '' : frame,
  ),
  wrapped(
    'takes a refused prompt for an empty answer',
    'a prompt that the host refuses ends with the filter',
    mapEvents((event) =>
      event.type === 'finish' && event.finish.unified === 'content-filter'
        ? { ...event, finish: { ...event.finish, unified: 'stop' } }
        : event,
    ),
  ),
];

/** Wrong only as a provider of generateContent can be. */
export const googleGenerateContentMutants: readonly ProviderMutant[] = [
  ...results,
  ...contents,
  ...keys,
  ...answers,
];
