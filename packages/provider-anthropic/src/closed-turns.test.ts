import type { AssistantPart, Message, ToolSpec } from '@pegboard/core/provider';
import { describe, expect, it } from 'vitest';
import { createMessagesCodec } from './codec.ts';
import { request } from './loopback.test-util.ts';
import { clock, weather } from './sent.test-util.ts';

const codec = createMessagesCodec({
  provider: 'anthropic',
  firstParty: true,
  oldVersion: false,
  betas: [],
  maxOutputTokens: () => 64_000,
  now: () => 0,
});
const tools: ToolSpec[] = [clock, weather];

/** Numbers from 0 to below `size`, the same in every run. */
function chooser(seed: number): (size: number) => number {
  let state = seed;
  return (size) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * size);
  };
}

/** A long conversation that is mostly as it should be: here and there an id comes twice, a result is missing, somebody says something. */
function longHistory(pick: (size: number) => number, odd: number): Message[] {
  const rarely = (): boolean => pick(1000) < odd;
  const say = (text: string) => ({ type: 'text', text }) as const;
  const messages: Message[] = [];
  const add = (message: object): void =>
    void messages.push({ id: `m${messages.length}`, ...message } as Message); // each has a role and its content
  if (pick(2) === 0) add({ role: 'system', content: [say('Be brief')] });
  add({ role: 'user', content: [say(rarely() ? ' ' : 'Go \ud83d on')] });
  for (let turn = 0; turn < 12; turn++) {
    const calls = Array.from({ length: pick(4) }, (_, at) => ({
      type: 'tool-call' as const,
      callId: rarely() ? 'c0' : `c${turn}_${at}`,
      name: pick(2) === 0 ? 'clock' : 'weather',
      input: { turn },
      executor: 'client' as const,
    }));
    const model = rarely() ? 'claude-opus-4-5' : 'claude-opus-4-8';
    const providerData = { 'anthropic.messages': { signature: 'SIGNED', model } };
    const thought: AssistantPart[] = pick(2) === 0 ? [{ type: 'reasoning', text: 'hm', providerData }] : [];
    const said: AssistantPart[] = calls.length === 0 || pick(2) === 0 ? [say(rarely() ? '' : 'Well')] : [];
    const finish = { unified: rarely() ? 'pause' : 'stop' };
    add({ role: 'assistant', content: [...thought, ...said, ...calls], finish });
    const results = calls.map(({ callId, name }) => ({
      type: 'tool-result',
      callId,
      name,
      status: rarely() ? 'failed' : 'success',
      content: [say(`result ${turn}`)],
      executor: 'client',
    }));
    if (rarely()) results.reverse();
    if (rarely()) results.pop();
    if (results.length > 0) add({ role: 'tool', content: results });
    if (rarely()) add({ role: 'system', content: [say('Now be long')] });
    if (results.length === 0 || rarely()) add({ role: 'user', content: [say('More')] });
  }
  return messages;
}

describe('a conversation that grows', () => {
  it('is sent as one that came at once', () => {
    for (let seed = 0; seed < 120; seed++) {
      const pick = chooser(seed * 7919);
      const messages = longHistory(pick, seed % 4 === 0 ? 0 : 40);
      const model = pick(3) === 0 ? 'claude-sonnet-4-5' : 'claude-opus-4-8';
      const settings = pick(2) === 0 ? { promptCache: true } : {};
      const render = (some: readonly Message[]): string =>
        codec.render(request({ model, tools, settings, messages: some })).body;
      for (let end = 1; end <= messages.length; end++) {
        const grown = render(messages.slice(0, end));
        expect(grown, `seed ${seed}, ${end}`).toBe(render(structuredClone(messages.slice(0, end))));
      }
    }
  });

  it('may go on in two ways from the same beginning', () => {
    const messages = longHistory(chooser(4), 0);
    const half = messages.slice(0, 17);
    const other = longHistory(chooser(5), 0).slice(17);
    const render = (some: readonly Message[]): string =>
      codec.render(request({ tools, messages: some })).body;
    for (const rest of [messages.slice(17), other])
      for (let end = 0; end <= rest.length; end++) {
        const all = [...half, ...rest.slice(0, end)];
        expect(render(all)).toBe(render(structuredClone(all)));
      }
  });

  it('is sent in pieces of bytes once it is long, which are the text of its body', () => {
    const messages = longHistory(chooser(4), 0);
    const long: Message = { id: 'long', role: 'user', content: [{ type: 'text', text: 'x'.repeat(50_000) }] };
    const { body, pieces = [] } = codec.render(request({ tools, messages: [long, ...messages.slice(1)] }));
    expect(pieces.length).toBeGreaterThan(1);
    expect(Buffer.concat(pieces).toString()).toBe(body);
  });
});
