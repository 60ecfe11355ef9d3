import { describe, expect, it } from 'vitest';
import { checkInput } from './check-input.ts';
import { loadCorpus, toolsOf, type CorpusCase } from './corpus.ts';

const corpus = loadCorpus();
const outcomes = ['calls', 'none', 'error', 'partial'];
const codes = [
  'malformed_call',
  'malformed_arguments',
  'arguments_not_object',
  'truncated',
  'too_large',
  'unknown_tool',
  'unknown_parameter',
  'invalid_arguments',
];

/** Everything that is wrong with one case. */
function faultsOf(entry: CorpusCase): string[] {
  const { expect: due } = entry;
  const tools = toolsOf(corpus, entry);
  const calls = due.calls ?? [];
  const faults = [
    !entry.id.startsWith(`${entry.category}/`) && 'its id does not begin with its category',
    !['text', 'arguments'].includes(entry.kind) && 'unknown kind',
    entry.kind === 'arguments' &&
      !tools.some(({ name }) => name === entry.tool) &&
      'its tool is not in the set',
    entry.kind === 'text' && entry.tool !== undefined && 'a text names no tool',
    entry.finish !== undefined && !['stop', 'length'].includes(entry.finish) && 'unknown finish',
    !outcomes.includes(due.outcome) && 'unknown outcome',
    ['calls', 'partial'].includes(due.outcome) !== calls.length > 0 && 'calls and outcome disagree',
    due.code !== undefined && !codes.includes(due.code) && 'unknown code',
    due.code !== undefined && ['calls', 'none'].includes(due.outcome) && 'a code without an error',
    entry.finish === 'length' && calls.length > 0 && 'a call runs though the limit was hit',
    entry.note.length < 5 && 'no note',
    ...calls.map((call) => {
      const tool = tools.find(({ name }) => name === call.name);
      return tool ? checkInput(tool, call.input) : `the tool ${call.name} is not in the set`;
    }),
  ];
  return faults.filter((fault) => typeof fault === 'string').map((fault) => `${entry.id}: ${fault}`);
}

describe('the corpus', () => {
  it('has at least 400 cases', () => {
    expect(corpus.cases.length).toBeGreaterThanOrEqual(400);
  });

  it('has unique ids', () => {
    const ids = corpus.cases.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('has no input twice under the same tools, finish and kind', () => {
    const keys = corpus.cases.map((one) =>
      JSON.stringify([one.kind, one.tools, one.tool, one.finish, one.input]),
    );
    const twice = corpus.cases.filter((_, index) => keys.indexOf(keys[index] ?? '') !== index);
    expect(twice.map(({ id }) => id)).toEqual([]);
  });

  it('expects what its tools allow', () => {
    expect(corpus.cases.flatMap(faultsOf)).toEqual([]);
  });
});
