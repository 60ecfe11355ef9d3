import { type AgentOptions, userMessage } from '@pegboard/core';
import { describe, expect, it } from 'vitest';
import { answer, everything, say, twoCalls } from './lib/answers.ts';
import { opaqueIn } from './lib/opaque-in.ts';
import { clock, shot } from './lib/tools.ts';
import { openPlay, type Play } from './play/open-play.ts';
import { playOn } from './play/play-on.ts';
import type { Transport } from './table/rows.ts';
import { wires } from './table/wires.ts';

const options: Partial<AgentOptions> = { tools: [clock, shot], builtinTools: [{ type: 'web_search' }] };

/** Both APIs of OpenAI under one name, as for somebody who only changes `api`. */
function ofOpenAI(name: string): Transport[] {
  return wires
    .filter((wire) => wire.name === name)
    .map((wire) => ({ ...wire, provider: (origin) => ({ ...wire.provider(origin), name: 'openai' }) }));
}

async function backAndForth(first: Play, second: Play): Promise<void> {
  first.script(everything(first.transport.wire), twoCalls('a'), answer(say('One.')));
  const one = await first.run(first.agent(options), 'One?');
  second.script(everything(second.transport.wire), twoCalls('b'), answer(say('Two.')));
  const two = await second.run(second.agent(options), [...one.messages, userMessage('Two?')]);
  first.script(twoCalls('c'), answer(say('Three.')));
  const three = await first.run(first.agent(options), [...two.messages, userMessage('Three?')]);
  expect(three.text).toBe('Three.');
  for (const secret of opaqueIn(one.messages)) {
    for (const { text } of second.host.seen) expect(text).not.toContain(secret);
  }
  const told = first.host.seen
    .at(-1)
    ?.facts.messages.map(({ text }) => text)
    .join('\n');
  expect(told).toContain('One.');
  expect(told).toContain('Two.');
}

describe.each([true, false])('a conversation between the APIs of one provider, streamed: %s', (streamed) => {
  it.each([
    ['openai-chat', 'openai-responses'],
    ['openai-responses', 'openai-chat'],
  ])('%s to %s and back', async (from, to) => {
    const [first, second] = [ofOpenAI(from), ofOpenAI(to)].flat();
    if (!first || !second) return expect.fail('both are in the table');
    await using one = await openPlay(first, streamed);
    await using two = await openPlay(second, streamed);
    await playOn([one.host, two.host], () => backAndForth(one, two));
  });
});
