import { assistantMessage, type Message, text, toolMessage, userMessage } from '@pegboard/core';
import { openaiChatWire, type WireMessage } from '@pegboard/testing';
import { describe, expect, it } from 'vitest';
import { red } from '../lib/pictures.ts';
import { expectFaithful } from './expect-faithful.ts';

const origin = { provider: 'acme', model: 'm' };
const call = {
  type: 'tool-call',
  callId: 'c1',
  name: 'clock',
  input: { zone: 1 },
  executor: 'client',
} as const;
const other = { ...call, callId: 'c2' };
const result = {
  type: 'tool-result',
  callId: 'c1',
  name: 'clock',
  status: 'success',
  content: [text('noon')],
  executor: 'client',
} as const;

const messages: readonly Message[] = [
  userMessage([text('Time?'), red]),
  { ...assistantMessage([text('Wait.'), call, other]), origin: { ...origin, provider: 'else' } },
  toolMessage([result, { ...result, callId: 'c2', content: [text('night')] }]),
  { ...assistantMessage('Noon.'), origin },
];

const user: WireMessage = { role: 'user', text: 'Time?', media: [red] };
const sentCall = { callId: 'c1', name: 'clock', input: { zone: 1 } };
const sentOther = { ...sentCall, callId: 'c2' };
const said: WireMessage = { role: 'assistant', text: 'Wait.', calls: [sentCall, sentOther] };
const noon: WireMessage = { role: 'tool', text: 'noon', callId: 'c1' };
const night: WireMessage = { role: 'tool', text: 'night', callId: 'c2' };

function check(...sent: readonly WireMessage[]): void {
  const facts = { model: 'm', messages: sent, tools: [], settings: {} };
  const seen = [{ text: '{}', streamed: true, answered: true, facts }];
  expectFaithful(openaiChatWire, seen, 'acme', messages);
}

describe('expectFaithful', () => {
  it('takes a request that holds the conversation', () => {
    expect(() => check(user, said, noon, night)).not.toThrow();
  });

  it.each<[string, readonly WireMessage[]]>([
    ['a message that is missing', [said, noon, night]],
    ['a picture that is missing', [{ ...user, media: [] }, said, noon, night]],
    ['other words', [{ ...user, text: 'Place?' }, said, noon, night]],
    ['other arguments', [user, { ...said, calls: [{ ...sentCall, input: {} }, sentOther] }, noon, night]],
    ['a call that is missing', [user, { ...said, calls: [sentCall] }, noon, night]],
    ['results in another order', [user, said, night, noon]],
    ['results of each other', [user, said, { ...noon, text: 'night' }, { ...night, text: 'noon' }]],
    ['a result that is missing', [user, said, noon]],
    ['a result that is cut', [user, said, { ...noon, text: 'no' }, night]],
  ])('refuses %s', (_, sent) => {
    expect(() => check(...sent)).toThrow();
  });

  it('refuses more requests than there are answers', () => {
    const facts = { model: 'm', messages: [user], tools: [], settings: {} };
    const seen = { text: '{}', streamed: true, answered: true, facts };
    expect(() => expectFaithful(openaiChatWire, [seen, seen], 'acme', messages)).toThrow();
  });
});
