import type { Message, ModelRequest, Provider } from '@pegboard/core';
import { describe, expect, it } from 'vitest';
import { answer, everything, say, twoCalls } from '../lib/answers.ts';
import { red } from '../lib/pictures.ts';
import { clock, shot } from '../lib/tools.ts';
import { wires } from '../table/wires.ts';
import { openPlay } from './open-play.ts';
import { playOn } from './play-on.ts';

type Change = (message: Message) => Message | undefined;

/** What a careless provider may do to a conversation. */
const mutants: Readonly<Record<string, Change>> = {
  'loses results': (message) => (message.role === 'tool' ? undefined : message),
  'mixes up results': (message) =>
    message.role === 'tool' && message.content.length > 1
      ? {
          ...message,
          content: message.content.map((part) => ({ ...part, content: [{ type: 'text', text: 'x' }] })),
        }
      : message,
  'loses the input of calls': (message) =>
    message.role === 'assistant'
      ? {
          ...message,
          content: message.content.map((part) =>
            part.type === 'tool-call' ? { ...part, name: `${part.name}_x`, input: { other: true } } : part,
          ),
        }
      : message,
  'loses pictures': (message) =>
    message.role === 'user'
      ? { ...message, content: message.content.filter(({ type }) => type !== 'media') }
      : message,
  'loses what the user said': (message) =>
    message.role === 'user'
      ? { ...message, content: message.content.filter(({ type }) => type !== 'text') }
      : message,
};

function careless(provider: Provider, change: Change): Provider {
  const changed = (request: ModelRequest): ModelRequest => ({
    ...request,
    messages: request.messages.flatMap((message) => change(message) ?? []),
  });
  return { ...provider, stream: (request) => provider.stream(changed(request)) };
}

describe.each(wires.map((wire) => [wire.name, wire] as const))('a provider of %s', (_, wire) => {
  it.each(Object.entries(mutants))('that %s is caught', async (name, change) => {
    const provider = (origin: string): Provider => careless(wire.provider(origin), change);
    await using play = await openPlay({ ...wire, provider }, true);
    play.script(everything(wire.wire), twoCalls('a'), answer(say('Done.')));
    const talk = async (): Promise<void> => {
      await play.run(play.agent({ tools: [clock, shot] }), [{ type: 'text', text: 'Well?' }, red]);
      play.held();
    };
    await expect(playOn([play.host], talk), name).rejects.toThrow();
  });
});
