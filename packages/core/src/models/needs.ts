import type { Message } from '../contracts/message.ts';
import type { ModelInfo, ModelRequest } from '../contracts/provider.ts';

/** What a model must be able to do. */
export interface Needs {
  readonly tools?: boolean;
  readonly vision?: boolean;
  readonly audio?: boolean;
  readonly documents?: boolean;
  readonly reasoning?: boolean;
  readonly structuredOutput?: boolean;
  /** Tokens that must fit: the request and the answer. */
  readonly contextTokens?: number;
  readonly maxOutputTokens?: number;
}

/** What of a request says what the model must be able to do. */
export type Asked = Pick<ModelRequest, 'messages' | 'tools' | 'output' | 'settings'>;

/** What a request needs. Its length is an estimate: four characters a token, media not counted. */
export function needsOf({ messages, tools, output, settings: { maxTokens } }: Asked): Needs {
  const kinds = new Set(messages.flatMap(mediaOf).map(({ mediaType }) => abilityFor(mediaType)));
  const chars =
    messages.reduce((sum, message) => sum + charsOf(message), 0) +
    (tools.length > 0 ? JSON.stringify(tools.map(plainSpec)).length : 0);
  return {
    ...(tools.length > 0 && { tools: true }),
    ...(kinds.has('vision') && { vision: true }),
    ...(kinds.has('audio') && { audio: true }),
    ...(kinds.has('documents') && { documents: true }),
    ...(output && { structuredOutput: true }),
    contextTokens: Math.ceil(chars / 4) + (maxTokens ?? 0),
    ...(maxTokens !== undefined && { maxOutputTokens: maxTokens }),
  };
}

const flags = ['tools', 'vision', 'audio', 'documents', 'reasoning', 'structuredOutput'] as const;
const limits = ['contextTokens', 'maxOutputTokens'] as const;
export type Need = (typeof flags)[number] | (typeof limits)[number];

/** Both together. */
export function joinNeeds(first: Needs, second: Needs): Needs {
  const joined: { -readonly [K in keyof Needs]: Needs[K] } = { ...first };
  for (const flag of flags) if (second[flag]) joined[flag] = true;
  for (const limit of limits) {
    const value = second[limit];
    if (value !== undefined) joined[limit] = Math.max(joined[limit] ?? 0, value);
  }
  return joined;
}

/** How a model meets needs: what its table says it lacks, and the abilities of which it says nothing. */
export function compareNeeds(
  needs: Needs,
  info: ModelInfo | undefined,
): { readonly lacks: readonly Need[]; readonly unknown: readonly Need[] } {
  const asked = [...flags, ...limits].filter((need) => needs[need] !== undefined && needs[need] !== false);
  const met = (need: Need): boolean | undefined => {
    if (need !== 'contextTokens' && need !== 'maxOutputTokens') return info?.capabilities?.[need];
    const limit = info?.[need];
    return limit === undefined ? undefined : (needs[need] ?? 0) <= limit;
  };
  return {
    lacks: asked.filter((need) => met(need) === false),
    unknown: flags.filter((need) => needs[need] && met(need) === undefined),
  };
}

/** The media of a message, those in its results included. */
export function mediaOf({ content }: Message): readonly { readonly mediaType: string }[] {
  return content.flatMap((part) => {
    if (part.type === 'media') return [part];
    return part.type === 'tool-result' ? part.content.filter((inner) => inner.type === 'media') : [];
  });
}

/** Undefined for what no table tells, such as video. */
export function abilityFor(mediaType: string): 'vision' | 'audio' | 'documents' | undefined {
  const kind = mediaType.split('/')[0];
  if (kind === 'image') return 'vision';
  if (kind === 'audio') return 'audio';
  return kind === 'application' || kind === 'text' ? 'documents' : undefined;
}

function charsOf({ content }: Message): number {
  let chars = 0;
  for (const part of content) {
    if (part.type === 'text' || part.type === 'reasoning') chars += part.text.length;
    else if (part.type === 'tool-call') chars += JSON.stringify(part.input).length;
    else if (part.type === 'json') chars += JSON.stringify(part.value).length;
    else if (part.type === 'tool-result')
      for (const inner of part.content)
        chars +=
          inner.type === 'text'
            ? inner.text.length
            : inner.type === 'json'
              ? JSON.stringify(inner.value).length
              : 0;
  }
  return chars;
}

function plainSpec({ name, description, inputSchema }: ModelRequest['tools'][number]): object {
  return { name, description, inputSchema };
}
