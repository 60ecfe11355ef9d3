import type { ModelInfo, Target } from '../contracts/provider.ts';
import { delegateOf } from './delegate.ts';
import { infoOf } from './model-info.ts';
import { abilityFor, type Asked, compareNeeds, mediaOf, type Need, type Needs, needsOf } from './needs.ts';

/** The three parts of an error's message, to be thrown as whatever fits. */
export interface CapabilityProblem {
  readonly what: string;
  readonly evidence: string;
  readonly fix: string;
}

/**
 * What a model is asked for and cannot do, as its provider's own table says; undefined when there is nothing, also where the table does
 * not know. Of a request it looks at the tools, the media in user messages, the output schema and `settings.maxTokens`, not at its length,
 * which is only an estimate. `candidates` are the models that may be named instead, by default those that the provider knows. A target
 * that stands for several is never refused: one of them may do.
 */
export function checkCapabilities(
  asked: Asked | Needs,
  target: Target,
  candidates?: readonly ModelInfo[],
): CapabilityProblem | undefined {
  const info = infoOf(target);
  if (!info || delegateOf(target.provider)) return undefined;
  const needs = 'messages' in asked ? certainNeeds(asked) : asked;
  const { lacks } = compareNeeds(needs, info);
  if (lacks.length === 0) return undefined;
  return {
    what: `${target.model} ${joined(
      lacks.map((need) => inability(need, info)),
      'and',
    )}`,
    evidence: `Asked for: ${lacks.map((need) => found(need, asked, needs)).join(', ')}; the table of ${target.provider.name} says that it cannot${asOf(info)}`,
    fix: fixFor(lacks, needs, target, candidates ?? target.provider.knownModels?.() ?? []),
  };
}

/** What was said by an assistant or a tool is no reason to refuse a conversation. */
function certainNeeds(request: Asked): Needs {
  const messages = request.messages.filter(({ role }) => role === 'user');
  const { contextTokens: _, ...needs } = needsOf({ ...request, messages });
  return needs;
}

function inability(need: Need, info: ModelInfo): string {
  switch (need) {
    case 'tools':
      return 'calls no tools';
    case 'vision':
      return 'reads no images';
    case 'audio':
      return 'hears no audio';
    case 'documents':
      return 'reads no documents';
    case 'reasoning':
      return 'does not reason';
    case 'structuredOutput':
      return 'takes no output schema';
    case 'contextTokens':
      return `takes at most ${info.contextTokens} tokens`;
    case 'maxOutputTokens':
      return `writes at most ${info.maxOutputTokens} tokens`;
  }
}

function found(need: Need, asked: Asked | Needs, needs: Needs): string {
  if (typeof needs[need] === 'number') return `${needs[need]} tokens`;
  if (!('messages' in asked) || need === 'reasoning') return need;
  if (need === 'tools')
    return named(
      'tool',
      asked.tools.map(({ name }) => name),
    );
  if (need === 'structuredOutput') return `the schema "${asked.output?.name}"`;
  const media = asked.messages.filter(({ role }) => role === 'user').flatMap(mediaOf);
  const types = media.map(({ mediaType }) => mediaType).filter((type) => abilityFor(type) === need);
  return joined([...new Set(types)], 'and');
}

function named(what: string, names: readonly string[]): string {
  return names.length > 3
    ? `${names.length} ${what}s`
    : `the ${what}${names.length > 1 ? 's' : ''} ${joined(names, 'and')}`;
}

function asOf({ checkedOn }: ModelInfo): string {
  return checkedOn === undefined ? '' : `, as of ${checkedOn}`;
}

/** Only models that surely can what this one cannot, and that stay. */
function fixFor(
  lacks: readonly Need[],
  needs: Needs,
  { provider, model }: Target,
  candidates: readonly ModelInfo[],
): string {
  const able = candidates.filter((info) => {
    if (info.id === model || info.endsOn !== undefined) return false;
    return compareNeeds(needs, info).lacks.length === 0 && lacks.every((need) => isKnown(need, info));
  });
  if (able.length === 0) return 'Use another model, or leave that out';
  const names = able.slice(0, 3).map(({ id }) => id);
  return `Use ${joined(names, 'or')} of ${provider.name}, or leave that out`;
}

function isKnown(need: Need, info: ModelInfo): boolean {
  const isLimit = need === 'contextTokens' || need === 'maxOutputTokens';
  return (isLimit ? info[need] : info.capabilities?.[need]) !== undefined;
}

/** `a`, `a and b`, `a, b and c`. */
function joined(items: readonly string[], word: 'and' | 'or'): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${word} ${last}`;
}
