import type { AssistantMessage, AssistantPart, Message } from '../contracts/message.ts';
import type { ModelInfo, Target } from '../contracts/provider.ts';
import type { PortabilityProblem } from './portability.ts';
import { abilityFor, mediaOf } from './needs.ts';

/** What of a conversation a target could not take, and what of the models that wrote it would be lost. */
export function historyProblems(
  messages: readonly Message[],
  target: Target,
  info: ModelInfo | undefined,
): readonly PortabilityProblem[] {
  const lost = new Map<string, string[]>();
  messages.forEach((message, at) => {
    const place = `messages[${at}]`;
    for (const what of new Set(lossesOf(message, target))) lost.set(what, [...(lost.get(what) ?? []), place]);
  });
  return [
    ...messages.flatMap((message, at) => mediaProblems(message, `messages[${at}]`, info)),
    ...[...lost].map(([what, places]): PortabilityProblem => ({
      severity: 'degraded',
      where: shortened(places),
      what,
    })),
  ];
}

function mediaProblems(
  message: Message,
  where: string,
  info: ModelInfo | undefined,
): readonly PortabilityProblem[] {
  const types = new Set(mediaOf(message).map(({ mediaType }) => mediaType));
  return [...types].flatMap((type): readonly PortabilityProblem[] => {
    const ability = abilityFor(type);
    if (ability === undefined || info?.capabilities?.[ability] !== false) return [];
    const fix = 'Leave it out, or say in words what it shows';
    return [{ severity: 'rejected', where, what: `The model takes no ${type}`, fix }];
  });
}

function lossesOf(message: Message, target: Target): readonly string[] {
  if (message.role !== 'assistant' || message.origin?.provider === target.provider.name) return [];
  return message.content.flatMap((part) => lossesIn(part, message, target));
}

/** A part that belongs to the target's own API is taken by it, whoever hosted the model that wrote it. */
function lossesIn(
  part: AssistantPart,
  { origin }: AssistantMessage,
  { provider }: Target,
): readonly string[] {
  const codecs = Object.keys(part.providerData ?? {});
  if (codecs.some((codec) => codec.split('.')[0] === provider.name)) return [];
  // Without any sign of another author there is nothing to lose.
  if (codecs.length === 0 && origin === undefined) return [];
  const author = origin?.provider ?? codecs[0]?.split('.')[0] ?? 'another provider';
  return [
    ...codecs.map((codec) => `State that only ${codec} can read is not sent`),
    ...(part.type === 'reasoning' ? [`Reasoning of ${author} is not sent`] : []),
    ...(isOfProvider(part) ? [`Calls that ${author} ran itself are not sent, or only as text`] : []),
  ];
}

function isOfProvider(part: AssistantPart): boolean {
  return (part.type === 'tool-call' || part.type === 'tool-result') && part.executor === 'provider';
}

function shortened(places: readonly string[]): string {
  const [first = ''] = places;
  return places.length === 1 ? first : `${first} and ${places.length - 1} more`;
}
