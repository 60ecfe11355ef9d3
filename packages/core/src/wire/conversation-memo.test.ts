import { describe, expect, it } from 'vitest';
import { type Message, userMessage } from '@pegboard/core';
import { createConversationMemo } from '@pegboard/core/provider';

const [a, b, c, d]: Message[] = ['a', 'b', 'c', 'd'].map((text) => userMessage(text));
const all = (...messages: (Message | undefined)[]): Message[] => messages as Message[];

describe('the memo of conversations', () => {
  it('knows the longest beginning that was kept, of each conversation its own', () => {
    const memo = createConversationMemo<string>();
    memo.keep(all(a, b), 'ab');
    memo.keep(all(a, c), 'ac');
    expect(memo.find(all(a, b, d))).toEqual({ length: 2, value: 'ab' });
    expect(memo.find(all(a, c))).toEqual({ length: 2, value: 'ac' });
    memo.keep(all(a, b, d), 'abd');
    expect(memo.find(all(a, b, d, c))).toEqual({ length: 3, value: 'abd' });
  });

  it('knows nothing of one that was changed, cut or is of another variant', () => {
    const memo = createConversationMemo<string>();
    memo.keep(all(a, b, c), 'abc', 'model-1');
    expect(memo.find(all(a, b, d), 'model-1')).toBeUndefined();
    expect(memo.find(all(a, b), 'model-1')).toBeUndefined();
    expect(memo.find(all(d, b, c), 'model-1')).toBeUndefined();
    expect(memo.find(all(a, b, c), 'model-2')).toBeUndefined();
    expect(memo.find([], 'model-1')).toBeUndefined();
  });
});
