import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AssistantPart,
  type Message,
  repairHistory,
  type ToolResultPart,
  windowMessages,
} from '@pegboard/core';

const text = (content: string): { readonly type: 'text'; readonly text: string } => ({
  type: 'text',
  text: content,
});
const call = (callId: string, executor: 'client' | 'provider' = 'client'): AssistantPart => ({
  type: 'tool-call',
  callId,
  name: 'work',
  input: {},
  executor,
});
const result = (callId: string, words = 'ok'): ToolResultPart => ({
  type: 'tool-result',
  callId,
  name: 'work',
  status: 'success',
  content: [text(words)],
  executor: 'client',
});
const user = (id: string, ...words: string[]): Message => ({ id, role: 'user', content: words.map(text) });
const system = (id: string): Message => ({ id, role: 'system', content: [text(id)] });
const assistant = (id: string, ...content: AssistantPart[]): Message => ({ id, role: 'assistant', content });
const tool = (id: string, ...content: ToolResultPart[]): Message => ({ id, role: 'tool', content });

function clientIds(message: Message): string[] {
  if (message.role !== 'assistant') return [];
  return message.content.flatMap((part) =>
    part.type === 'tool-call' && part.executor === 'client' ? [part.callId] : [],
  );
}

/** Every rule that a provider may rely on. */
function expectRules(messages: readonly Message[]): void {
  messages.forEach((message, index) => {
    const next = messages[index + 1];
    expect(message.content.length).toBeGreaterThan(0);
    if (message.role === 'user') expect(next?.role).not.toBe('user');
    const calls = clientIds(message);
    const answers = next?.role === 'tool' ? next.content.map((part) => part.callId) : [];
    if (message.role === 'assistant') expect(answers).toEqual(calls);
    if (message.role === 'tool') expect(messages[index - 1]?.role).toBe('assistant');
  });
}

const callId = fc.constantFrom('a', 'b', 'c', 'd');
const part: fc.Arbitrary<AssistantPart> = fc.oneof(
  fc.string({ minLength: 1 }).map(text),
  callId.map((id) => call(id)),
  callId.map((id) => call(id, 'provider')),
);
const anyMessage: fc.Arbitrary<Message> = fc.oneof(
  fc.array(fc.string(), { maxLength: 2 }).map((words) => user('u', ...words)),
  fc.constant(system('s')),
  fc
    .uniqueArray(part, { maxLength: 4, selector: (item) => JSON.stringify(item) })
    .map((parts) => assistant('m', ...parts)),
  fc
    .array(
      callId.map((id) => result(id)),
      { maxLength: 4 },
    )
    .map((results) => tool('t', ...results)),
);
const anyHistory = fc
  .array(anyMessage, { maxLength: 12 })
  .map((messages) => messages.map((message, index) => ({ ...message, id: `${message.id}${index}` })));

const words = (messages: readonly Message[]): unknown[] =>
  messages.flatMap((message) =>
    message.role === 'tool' ? [] : message.content.map((item) => JSON.stringify(item)),
  );

describe('whatever the history', () => {
  it('what comes out is sound, and repairing it again changes nothing', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const before = JSON.stringify(history);
        const repaired = repairHistory(history);
        expectRules(repaired);
        expect(repairHistory(repaired)).toBe(repaired);
        expect(JSON.stringify(history)).toBe(before);
        const ids = repaired.map((message) => message.id);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 1000 },
    );
  });

  it('nothing that was said is lost or reordered', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        expect(words(repairHistory(history))).toEqual(words(history));
      }),
    );
  });

  it('a window of it never separates a call from its result', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory, fc.integer({ min: 1, max: 6 }), async (history, maxMessages) => {
        const repaired = repairHistory(history);
        const shown = await windowMessages({ maxMessages })(repaired);
        expectRules(repairHistory(shown));
        for (const message of shown) expect(repaired).toContain(message);
        const pairs = shown.flatMap((message, index) =>
          message.role === 'tool' ? [[shown[index - 1], message]] : [],
        );
        for (const [asked, answered] of pairs)
          expect(clientIds(asked as Message)).toEqual(
            (answered as Message).content.map((item) => (item as ToolResultPart).callId),
          );
        for (const [index, message] of shown.entries())
          if (clientIds(message).length > 0) expect(shown[index + 1]?.role).toBe('tool');
      }),
    );
  });
});

describe('a sound history', () => {
  const sound = [
    system('s'),
    user('u1', 'Hi'),
    assistant('m1', text('On it'), call('a'), call('b'), call('p', 'provider')),
    tool('t1', result('a'), result('b')),
    assistant('m2', text('Done')),
    user('u2', 'More'),
  ];

  it('is returned as it came', () => expect(repairHistory(sound)).toBe(sound));

  it('is sound also when ids repeat, as with hosts that begin anew with each answer', () => {
    const again = [...sound, assistant('m3', call('a')), tool('t2', result('a', 'other'))];
    expect(repairHistory(again)).toBe(again);
  });
});

describe('repairs', () => {
  it('a call without a result is interrupted; untouched messages are the same objects', () => {
    const messages = [
      user('u', 'Hi'),
      assistant('m', call('a'), call('b')),
      tool('t', result('b')),
      user('v', 'And?'),
    ];
    const repaired = repairHistory(messages);
    expect(repaired[2]).toMatchObject({
      id: 't',
      content: [{ callId: 'a', status: 'interrupted' }, result('b')],
    });
    expect([repaired[0], repaired[1], repaired[3]]).toEqual([messages[0], messages[1], messages[3]]);
    expect(repaired[1]).toBe(messages[1]);
  });

  it('results are put into the order of the calls, behind them', () => {
    const messages = [
      assistant('m', call('a'), call('b')),
      user('u', 'Wait'),
      tool('t', result('b'), result('a')),
    ];
    expect(repairHistory(messages).map((message) => message.role)).toEqual(['assistant', 'tool', 'user']);
    expect(repairHistory(messages)[1]).toMatchObject({ content: [result('a'), result('b')] });
  });

  it('of several results of one call the first counts; results of no call go', () => {
    const messages = [
      assistant('m', call('a')),
      tool('t', result('a', 'first'), result('a', 'second'), result('x')),
    ];
    expect(repairHistory(messages)[1]).toEqual(tool('t', result('a', 'first')));
    expect(repairHistory([tool('t', result('x')), user('u', 'Hi')])).toEqual([user('u', 'Hi')]);
  });

  it('where ids repeat, each answer gets its own results', () => {
    const messages = [
      assistant('m1', call('a')),
      user('u', 'Never mind'),
      assistant('m2', call('a')),
      tool('t', result('a', 'of the second')),
    ];
    const repaired = repairHistory(messages);
    expect(repaired[1]).toMatchObject({ id: 'm1_results', content: [{ status: 'interrupted' }] });
    expect(repaired[4]).toBe(messages[3]);
  });

  it('one message with results of two answers is shared out, with ids of their own', () => {
    const messages = [
      assistant('m1', call('a')),
      assistant('m2', call('b')),
      tool('t', result('a'), result('b')),
    ];
    const repaired = repairHistory(messages);
    expect(repaired.map((message) => message.role)).toEqual(['assistant', 'tool', 'assistant', 'tool']);
    expect(new Set(repaired.map((message) => message.id)).size).toBe(4);
    expectRules(repaired);
  });

  it('adjacent user messages merge and keep the first id; empty messages go', () => {
    const messages = [
      user('a', 'One'),
      assistant('empty'),
      user('b', 'Two'),
      system('s'),
      user('c', 'Three'),
    ];
    expect(repairHistory(messages)).toEqual([user('a', 'One', 'Two'), system('s'), user('c', 'Three')]);
  });
});
