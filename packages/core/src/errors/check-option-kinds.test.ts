import { describe, expect, it } from 'vitest';
import { ConfigError } from '@pegboard/core';
import { checkOptionKinds, type OptionKinds } from '@pegboard/core/tools';

const known = { apiKey: 'text', units: ['metric', 'imperial'], maxDays: 'count' } satisfies OptionKinds;

function problemOf(options: unknown, required?: readonly string[]): ConfigError {
  try {
    checkOptionKinds('weather()', options, known, required);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new RangeError('nothing was refused');
}

it('takes options of the right kinds, and none at all', () => {
  checkOptionKinds('weather()', { apiKey: 'a', units: 'metric', maxDays: 3 }, known, ['apiKey']);
  checkOptionKinds('weather()', { units: undefined }, known);
  checkOptionKinds('weather()', {}, known);
});

it.each([['unit'], ['apikey'], ['constructor'], ['toString']])('has no option %s', (name) => {
  const problem = problemOf({ [name]: 'metric' });
  expect(problem.code).toBe('unknown-name');
  expect(problem.message).toMatch(`weather() has no option "${name}". There are apiKey, units, maxDays.`);
});

it('names the nearest, also where it is required', () => {
  expect(problemOf({ api_key: 'a' }, ['apiKey']).message).toMatch(/Did you mean "apiKey"\?$/);
});

it('asks for a required option that is absent or undefined', () => {
  const message = 'weather() needs the option "apiKey". It is absent. Pass apiKey.';
  expect(problemOf({}, ['apiKey'])).toMatchObject({ code: 'config', message });
  expect(problemOf({ apiKey: undefined }, ['apiKey']).message).toBe(message);
});

it('says what a value has to be, and shows no texts and no objects, which may be secret', () => {
  expect(problemOf({ units: 'hush' }).message).toBe(
    'weather() cannot use the option "units". It is of type string. Pass metric or imperial, or leave it out.',
  );
  expect(problemOf({ apiKey: { hush: 'hush' } }).message).toMatch(/It is of type object. Pass text,/);
  expect(problemOf({ apiKey: ['hush'] }).message).toMatch(/It is a list. Pass text,/);
  expect(problemOf({ maxDays: -1 }).message).toMatch(/It is -1. Pass a number above 0,/);
  expect(problemOf({ maxDays: null }).message).toMatch(/It is null./);
});

it.each([undefined, null, 'metric', [], 5])('takes no %o in place of an object', (options) => {
  expect(problemOf(options).message).toMatch(
    /^weather\(\) takes its options as an object. It is .*apiKey: … }\.$/,
  );
});

describe('a kind', () => {
  const none = Symbol('none');
  const cases = {
    text: ['', 5],
    textOrFalse: [false, true],
    texts: [['a'], ['a', 5]],
    textTable: [{ a: 'b' }, { a: 5 }],
    flag: [false, 'no'],
    count: [0.5, 0],
    countOrFalse: [false, Infinity],
    function: [() => 1, {}],
    table: [{}, []],
    tableOrFlag: [true, 1],
    object: [() => 1, 'x'],
    list: [[], {}],
    listOrFunction: [() => [], {}],
    any: [null, none],
  } as const;

  it.each(Object.entries(cases))('%s takes %o and not %o', (kind, [good, bad]) => {
    const check = (value: unknown): void => checkOptionKinds('it', { one: value }, { one: kind as 'text' });
    check(good);
    if (bad === none) check(bad);
    else expect(() => check(bad)).toThrow(/it cannot use the option "one"/);
  });
});
