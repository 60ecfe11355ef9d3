import { describe, expect, it } from 'vitest';
import type { Reading } from './adapter.ts';
import type { CorpusCase, Expectation, ExpectedCall } from './corpus.ts';
import { scoreCase } from './score-case.ts';

const paris: ExpectedCall = { name: 'get_weather', input: { city: 'Paris' } };
const lyon: ExpectedCall = { name: 'get_weather', input: { city: 'Lyon' } };

function score(due: Expectation, reading: Partial<Reading>) {
  const entry: CorpusCase = {
    id: 'x/y',
    category: 'x',
    kind: 'text',
    tools: 'desk',
    input: '',
    note: 'made up',
    expect: due,
  };
  return scoreCase(entry, { calls: [], refused: false, ...reading });
}

describe('scoreCase', () => {
  it('calls the expected calls recovered, whatever their prototype', () => {
    const input = Object.assign(Object.create(null) as object, { city: 'Paris' });
    const reading = { calls: [{ name: 'get_weather', input: { ...input } }] };
    expect(score({ outcome: 'calls', calls: [paris] }, reading).verdict).toBe('recovered');
  });

  it('calls another input wrong', () => {
    expect(score({ outcome: 'calls', calls: [paris] }, { calls: [lyon] }).verdict).toBe('wrong');
  });

  it('calls one call run twice wrong', () => {
    expect(score({ outcome: 'calls', calls: [paris] }, { calls: [paris, paris] }).verdict).toBe('wrong');
  });

  it('calls any call wrong where none is right', () => {
    expect(score({ outcome: 'none' }, { calls: [paris] }).verdict).toBe('wrong');
    expect(score({ outcome: 'error' }, { calls: [paris], refused: true }).verdict).toBe('wrong');
  });

  it('calls an expected call that is absent missed', () => {
    expect(score({ outcome: 'calls', calls: [paris, lyon] }, { calls: [paris] }).verdict).toBe('missed');
    expect(score({ outcome: 'calls', calls: [paris] }, { refused: true }).verdict).toBe('missed');
  });

  it('calls calls in another order missed', () => {
    const due: Expectation = { outcome: 'calls', calls: [paris, lyon] };
    expect(score(due, { calls: [lyon, paris] }).verdict).toBe('missed');
  });

  it('wants the bad sibling of a partial reading reported', () => {
    const due: Expectation = { outcome: 'partial', calls: [paris] };
    expect(score(due, { calls: [paris], refused: true }).verdict).toBe('recovered');
    expect(score(due, { calls: [paris] }).verdict).toBe('missed');
  });

  it('calls an error refused only if it is reported', () => {
    expect(score({ outcome: 'error' }, { refused: true }).verdict).toBe('refused');
    expect(score({ outcome: 'error' }, {}).verdict).toBe('missed');
  });

  it('calls ordinary text ignored, and a false alarm missed', () => {
    expect(score({ outcome: 'none' }, {}).verdict).toBe('ignored');
    expect(score({ outcome: 'none' }, { refused: true }).verdict).toBe('missed');
  });

  it('sees markup in the visible text as a leak, and missing words as lost', () => {
    const due: Expectation = { outcome: 'calls', calls: [paris], text: 'One moment.' };
    expect(score(due, { calls: [paris], text: 'One moment. ' })).toMatchObject({
      leaked: false,
      lost: false,
    });
    expect(score(due, { calls: [paris], text: 'One moment. </x>' })).toMatchObject({
      leaked: true,
      lost: false,
    });
    expect(score(due, { calls: [paris], text: 'moment.' })).toMatchObject({ leaked: false, lost: true });
  });

  it('notes another error code', () => {
    const due: Expectation = { outcome: 'error', code: 'truncated' };
    expect(score(due, { refused: true, code: 'malformed_call' }).otherCode).toBe(true);
    expect(score(due, { refused: true, code: 'truncated' }).otherCode).toBe(false);
    expect(score(due, { refused: true }).otherCode).toBe(false);
  });
});
