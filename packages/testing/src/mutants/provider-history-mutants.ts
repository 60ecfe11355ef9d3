import type { Message, ToolResultPart } from '@pegboard/core';
import { type ProviderMutant, wrapped } from './provider-mutant.ts';
import { mapHistory, mapParts, type Wrap } from './wrap-stream.ts';

/** What careless code makes of an object. */
const objectText = '[object Object]';
const order = 'a conversation arrives in order';

const mapResults = (change: (result: ToolResultPart) => ToolResultPart): Wrap =>
  mapParts((part, { role }) => (part.type === 'tool-result' && role === 'tool' ? change(part) : part));
const saying = (text: string): Pick<ToolResultPart, 'content'> => ({ content: [{ type: 'text', text }] });

/** The conversation as JSON, changed on its way into text or out of it. */
const asJson = (
  revive: (key: string, value: unknown) => unknown,
  change: (text: string) => string = (text) => text,
): Wrap => mapHistory((list) => JSON.parse(change(JSON.stringify(list)), revive) as Message[]);

const messages: readonly ProviderMutant[] = [
  wrapped(
    'joins two user messages and loses one',
    order,
    mapHistory((list) => list.filter((m, at) => m.role !== 'user' || list[at - 1]?.role !== 'user')),
  ),
  wrapped(
    'drops the instructions',
    order,
    mapHistory((list) => list.filter((m, at) => m.role !== 'system' || at > 0)),
  ),
  wrapped(
    'says the instructions as the user',
    order,
    mapHistory((list) => list.map((m) => (m.role === 'system' ? { ...m, role: 'user' } : m))),
  ),
  wrapped(
    'turns the conversation round',
    order,
    mapHistory((list) => list.toReversed()),
  ),
  wrapped(
    'forgets what the model said',
    order,
    mapHistory((list) => list.filter(({ role }) => role !== 'assistant')),
  ),
  wrapped(
    'drops system messages in the middle',
    'a system message in the middle arrives',
    mapHistory((list) => list.filter((m, at) => m.role !== 'system' || at === 0)),
  ),
  wrapped(
    'moves system messages to the end',
    'a system message in the middle arrives',
    mapHistory((list) =>
      list.map((m) => ({ ...m, role: m.role === 'system' ? 'user' : m.role }) as Message).toReversed(),
    ),
  ),
  wrapped(
    'sends only the first part',
    'several text parts all arrive',
    mapHistory((list) => list.map((m) => ({ ...m, content: m.content.slice(0, 1) }) as Message)),
  ),
  wrapped(
    'strips control characters',
    'any text arrives to the letter',
    asJson(
      (_, value) => value,
      (text) => text.replaceAll('\\u0000', ''),
    ),
  ),
  wrapped(
    'normalises Unicode',
    'any text arrives to the letter',
    asJson((_, value) => (typeof value === 'string' ? value.normalize('NFC') : value)),
  ),
  wrapped(
    'shows JSON as [object Object]',
    'JSON in a user message arrives',
    mapParts((part) => (part.type === 'json' ? { type: 'text', text: objectText } : part)),
  ),
];

const media: readonly ProviderMutant[] = [
  wrapped(
    'drops media',
    'an image arrives, as data and as an address',
    mapParts((part) => (part.type === 'media' ? [] : part)),
  ),
  wrapped(
    'drops media that has an address',
    'an image arrives, as data and as an address',
    mapParts((part) => (part.type === 'media' && part.url !== undefined ? [] : part)),
  ),
  wrapped(
    'sends only the first image',
    'several images in several messages all arrive',
    mapHistory((list) =>
      list.map(
        (m, place) =>
          ({ ...m, content: m.content.filter((p) => p.type !== 'media' || place === 0) }) as Message,
      ),
    ),
  ),
  wrapped(
    'loses files without a word',
    'a file arrives or is left out with a warning',
    mapParts((part) => (part.type === 'media' ? { type: 'text', text: 'file' } : part)),
  ),
  wrapped(
    'drops media of results',
    'an image in a result arrives',
    mapResults((result) => ({ ...result, ...saying('see') })),
  ),
  wrapped(
    'drops the text beside an image of a result',
    'an image in a result arrives',
    mapResults((result) => ({ ...result, content: result.content.filter(({ type }) => type === 'media') })),
  ),
];

/** Wrong in how they read a conversation. */
export const historyMutants: readonly ProviderMutant[] = [...messages, ...media];
