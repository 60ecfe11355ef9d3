import { describe, expect, it } from 'vitest';
import { calculate } from '@pegboard/toolbox';
import { call } from '../files/files.test-helper.ts';

const ask = async (expression: string, more: object = {}): Promise<unknown> => {
  const { status, result, error } = await call(calculate({ timeoutMs: 2_000 }), { expression, ...more });
  return status === 'success' ? (result as { result: string }).result : `${status}: ${error}`;
};

describe('a calculation', { timeout: 30_000 }, () => {
  it.each([
    ['0.1 + 0.2', '0.3'],
    ['(19.99 * 3) * 1.19', '71.3643'],
    ['1 / 3', '0.33333333333333333333'],
    ['2 ^ 100', '1267650600228229401496703205376'],
    ['5 miles to km', '8.04672 km'],
    ['20 degC to degF', '68 degF'],
    ['90 km/h to m/s', '25 m / s'],
    ['sqrt(2) * sqrt(2)', '2'],
    ['mean(1, 2, 3, 4)', '2.5'],
    ['[[1, 2], [3, 4]] * 2', '[[2, 4], [6, 8]]'],
    ['x = 3\ny = x ^ 2\ny + 1', '10'],
    ['f(x) = x ^ 2\nf(5)', '25'],
    ['gcd(12, 18)', '6'],
    ['3 > 2', 'true'],
    ['sqrt(-4)', '2i'],
    ['round(2.345, 2)', '2.35'],
    ['10 mod 3', '1'],
  ])('of %s is %s', async (expression, result) => {
    expect(await ask(expression)).toBe(result);
  });

  it('has as many digits as are asked for', async () => {
    expect(await ask('pi', { precision: 40 })).toBe('3.141592653589793238462643383279502884197');
    expect(await ask('2 / 3', { precision: 3 })).toBe('0.667');
  });

  it.each(['1 +', 'foo(1)', 'sqrt(', '5 km + 3 kg', 'f(x) = x', '""()'])(
    '%s that means nothing is a failure with a reason',
    async (expression) => {
      expect(await ask(expression)).toMatch(/^failed: .{10}/);
    },
  );

  it.each([
    ['1 / 0', 'Infinity'],
    ['-1 / 0', '-Infinity'],
    ['0 / 0', 'NaN'],
    ['log(0)', '-Infinity'],
    ['[1, 1 / 0]', '[1, Infinity]'],
    ['1 m / 0', 'Infinity m'],
  ])('%s, which is no finite number, is a failure with a reason', async (expression, comesTo) => {
    const error = await ask(expression);
    expect(error).toMatch(/^failed: .*no finite value/);
    expect(error).toContain(`it comes to ${comesTo}. Look for a division by zero`);
  });

  it.each([
    ['0.1 + 0.2', 'number'],
    ['fraction("1/3")', 'number'],
    ['sqrt(-4)', 'complex'],
    ['3 km', 'unit'],
    ['[1, 2]', 'matrix'],
    ['1:3', 'matrix'],
    ['3 > 2', 'boolean'],
    ['concat("a", "b")', 'text'],
    ['"Infinity"', 'text'],
    ['{ a: 1 }', 'object'],
  ])('%s tells its type: %s', async (expression, type) => {
    expect((await call(calculate(), { expression })).result).toMatchObject({ type });
  });

  it.each([
    'import({ a: 1 })',
    'import({ sqrt: f(x) = 1 }, { override: true })',
    'createUnit("foo")',
    'evaluate("1 + 1")',
    'parse("1")',
    'compile("1")',
    'parser()',
    'simplify("x + x")',
    'derivative("x ^ 2", "x")',
    'cos.constructor("return process")()',
    '"a".constructor.constructor("return globalThis")()',
    '[].map.constructor("return 1")()',
    'f(x) = 1\nf.constructor("return process")()',
    '{ a: 1 }.__proto__',
    '{ a: 1 }["__proto__"]["polluted"] = 1',
    '{ "constructor": 1 }.toString.constructor("return 1")()',
    'a.b.c.constructor = 1',
    'typed("f", { "number": f(x) = x }).constructor("return 1")()',
    'reviver("a", { mathjs: "Unit" })',
    'chain(3).done.constructor("return 1")()',
    'bignumber(1).constructor.constructor("return 1")()',
    'unit("1 m").constructor("return 1")',
    'process',
    'globalThis',
    'require("fs")',
    'this.constructor',
  ])('%s leads out of arithmetic in no way', async (expression) => {
    expect(await ask(expression)).toMatch(/^failed: /);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it.each([
    'f(x) = f(x + 1) + f(x + 2)\nf(1)',
    'zeros(100000, 100000)',
    'sum(1:1000000000)',
    '(10 ^ 6)!',
    'nthRoots(1, 999999999)',
  ])('%s that takes too much is stopped, and the program goes on meanwhile', async (expression) => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 10);
    const result = await ask(expression);
    clearInterval(timer);
    expect(result).toMatch(/^failed: |^Infinity|e\+/);
    expect(ticks).toBeGreaterThan(3);
  });
});
