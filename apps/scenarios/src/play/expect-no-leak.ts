import type { AssistantMessage, Message } from '@pegboard/core';
import { expect } from 'vitest';
import { excerpt } from '../host/excerpt.ts';
import type { SeenRequest } from '../host/open-host.ts';
import { opaqueIn } from '../lib/opaque-in.ts';

/** Nothing that only the provider `author` can read, and none of what its models alone thought, may be in these requests. */
export function expectNoLeak(
  requests: readonly SeenRequest[],
  author: string,
  messages: readonly Message[],
  known: readonly string[] = [],
): void {
  const answers = messages.filter((message) => message.role === 'assistant');
  const foreign = answers.filter(({ origin }) => origin?.provider === author);
  const own = thoughtsIn(answers.filter(({ origin }) => origin?.provider !== author));
  const thoughts = thoughtsIn(foreign).filter((thought) => !own.includes(thought));
  for (const { text } of requests) {
    for (const secret of [...opaqueIn(foreign), ...thoughts, ...known]) {
      expect(text.includes(secret), `${secret} of ${author} is in\n${excerpt(text)}`).toBe(false);
    }
  }
}

function thoughtsIn(answers: readonly AssistantMessage[]): readonly string[] {
  return answers.flatMap(({ content }) =>
    content.flatMap((part) => (part.type === 'reasoning' && part.text !== '' ? [part.text] : [])),
  );
}
