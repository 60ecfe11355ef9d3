import type { JsonObject } from '@pegboard/core';
import { asText, objectsIn } from '../../wires/lib/shape.ts';
import { mapInner, mapList, mapText, without } from '../change-body.ts';
import { type ProviderMutant, tampered } from '../provider-mutant.ts';

const echo = 'opaque state goes back to the codec that wrote it';
const running = 'opaque state goes back while the tool turn still runs';

const mapBlocks = mapInner('messages', 'content');
const only = (role: string, ...types: readonly string[]): ((body: JsonObject) => JsonObject) =>
  mapBlocks(role, (blocks) => blocks.filter(({ type }) => !types.includes(asText(type))));
const isThought = ({ type }: JsonObject): boolean => type === 'thinking' || type === 'redacted_thinking';

const thoughts: readonly ProviderMutant[] = [
  tampered('drops thinking blocks', echo, only('assistant', 'thinking')),
  tampered('drops redacted thinking', echo, only('assistant', 'redacted_thinking')),
  tampered(
    'drops thoughts while a tool turn runs',
    running,
    only('assistant', 'thinking', 'redacted_thinking'),
  ),
  tampered('drops signatures', echo, without('signature')),
  tampered(
    'changes signatures',
    echo,
    mapText('signature', (value) => value.toLowerCase()),
  ),
  tampered(
    'writes thoughts anew',
    echo,
    mapText('thinking', (value) => `${value} So be it.`),
  ),
  tampered('shows thoughts as text', echo, (body) =>
    mapBlocks('assistant', (blocks) =>
      blocks.map((block) =>
        block.type === 'thinking' ? { type: 'text', text: block.thinking ?? '' } : block,
      ),
    )(body),
  ),
  tampered(
    'turns thoughts round',
    echo,
    mapBlocks('assistant', (blocks) => {
      const thought = blocks.filter(isThought);
      return blocks.map((block) => (isThought(block) ? (thought.pop() ?? block) : block));
    }),
  ),
  tampered(
    'merges two thoughts into one',
    echo,
    mapBlocks('assistant', (blocks) => {
      const data = blocks.find(({ type }) => type === 'redacted_thinking')?.data;
      return blocks.flatMap((block) =>
        block.type === 'redacted_thinking'
          ? []
          : block.type === 'thinking'
            ? [{ ...block, signature: `${asText(block.signature)}${asText(data)}` }]
            : [block],
      );
    }),
  ),
  tampered(
    'thinks after the result of what it thought about',
    running,
    mapList('messages', (messages) => {
      const thought = messages.flatMap(({ content }) => objectsIn(content).filter(isThought));
      return messages.map(({ role, content }) => ({
        role: role ?? '',
        content:
          role === 'user'
            ? [...objectsIn(content), ...thought]
            : objectsIn(content).filter((b) => !isThought(b)),
      }));
    }),
  ),
];

const state: readonly ProviderMutant[] = [
  tampered('loses citations', echo, without('citations')),
  tampered('loses what the host found', echo, only('assistant', 'web_search_tool_result')),
  tampered('loses calls of the host', echo, only('assistant', 'server_tool_use')),
  tampered('loses encrypted contents', echo, without('encrypted_content')),
  tampered('loses encrypted places', echo, without('encrypted_index')),
  tampered(
    'sends results of the host as the user',
    echo,
    mapList('messages', (messages) => {
      const found = messages.flatMap(({ content }) =>
        objectsIn(content).filter(({ type }) => type === 'web_search_tool_result'),
      );
      return messages.map(({ role, content }, at) => ({
        role: role ?? '',
        content:
          role === 'user' && at > 0
            ? [...objectsIn(content), ...found]
            : objectsIn(content).filter((block) => !found.includes(block)),
      }));
    }),
  ),
  tampered(
    'makes results of the host stand before their calls',
    echo,
    mapBlocks('assistant', (blocks) =>
      blocks.toSorted((a, b) => Number(a.type === 'server_tool_use') - Number(b.type === 'server_tool_use')),
    ),
  ),
  tampered(
    'forgets the words of an answer that paused',
    'a paused answer can be sent back as it is',
    mapList('messages', (messages) => messages.filter(({ role }) => role === 'user')),
  ),
  tampered(
    'asks a paused answer to go on',
    'a paused answer can be sent back as it is',
    mapList('messages', (messages) =>
      messages.length > 1 ? [...messages, { role: 'user', content: 'Go on' }] : messages,
    ),
  ),
];

/** Wrong in how they send back what the model thought and what the host ran. */
export const anthropicStateMutants: readonly ProviderMutant[] = [...thoughts, ...state];
