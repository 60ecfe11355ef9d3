import { describe, expect, it } from 'vitest';
import {
  assistantMessage,
  ConfigError,
  type Message,
  systemMessage,
  toolMessage,
  userMessage,
  windowMessages,
} from '@pegboard/core';

const call = { type: 'tool-call', callId: 'a', name: 'work', input: {}, executor: 'client' } as const;
const answer = {
  type: 'tool-result',
  callId: 'a',
  name: 'work',
  status: 'success',
  content: [],
  executor: 'client',
} as const;
const rules = systemMessage('Be brief');
const first = [userMessage('1'), assistantMessage('one')];
const second = [userMessage('2'), assistantMessage([call]), toolMessage([answer]), assistantMessage('two')];
const third = [userMessage('3'), assistantMessage('three')];

function show(messages: readonly Message[], maxMessages: number): unknown {
  return windowMessages({ maxMessages })(messages);
}

describe('windowMessages', () => {
  it('gives back what fits, as it came', () => {
    const all = [...first, ...third];
    expect(show(all, 4)).toBe(all);
  });

  it('begins with a question and keeps system messages', () => {
    expect(show([rules, ...first, ...second, ...third], 6)).toEqual([rules, ...second, ...third]);
    expect(show([rules, ...first, ...second, ...third], 5)).toEqual([rules, ...third]);
    expect(show([...first, rules, ...second], 4)).toEqual([rules, ...second]);
  });

  it('keeps the newest exchange whole though it is longer', () => {
    expect(show([...first, ...second], 1)).toEqual(second);
  });

  it('keeps all where nobody asked', () => {
    const all = [assistantMessage('a'), assistantMessage('b')];
    expect(show(all, 1)).toEqual(all);
  });

  it.each([0, -1, 1.5, NaN, Infinity, '3'])('refuses %s', (maxMessages) => {
    expect(() => windowMessages({ maxMessages: maxMessages as number })).toThrow(ConfigError);
  });
});
