import { createRequire } from 'node:module';
import type * as MathJs from 'mathjs';
import { type Problem, problemOf } from '../tasks/problem.ts';

export interface Expression {
  readonly expression: string;
  /** Significant digits of the result. */
  readonly precision: number;
}

export interface Evaluated {
  readonly result: string;
  readonly type: string;
  readonly number?: number;
}

// One file in place of a thousand: it loads ten times as fast. A process calculates once, so that this instance may be changed.
const math = createRequire(import.meta.url)('mathjs/lib/browser/math.js') as MathJs.MathJsInstance; // the same library

/** What changes the library, or takes expressions as text: one expression is one expression. */
const closed =
  'import createUnit evaluate parse compile parser reviver replacer help simplify simplifyConstant simplifyCore derivative rationalize resolve symbolicEqual leafCount'.split(
    ' ',
  );

/** Digits that are calculated with; more than can be asked for. */
const workingDigits = 64;

export function evaluateExpression({ expression, precision }: Expression): Evaluated | Problem {
  math.config({ number: 'BigNumber', precision: workingDigits });
  const evaluate = math.evaluate.bind(math);
  math.import(Object.fromEntries(closed.map((name) => [name, refuse(name)])), { override: true });
  try {
    const value = lastOf(evaluate(expression, new Map()));
    if (typeof value === 'function' || value === undefined)
      return { problem: 'The expression has no value.' };
    const digits = isWhole(value) ? workingDigits : precision;
    const result = math.format(value, { precision: digits, lowerExp: -12, upperExp: 40 });
    const kind = kindOf(value);
    if (/\b(?:Infinity|NaN)\b/.test(result.replaceAll(/"[^"]*"/g, ''))) return { problem: noNumber(result) };
    const plain = Number(result);
    return {
      result,
      type: kind,
      ...(result !== '' && Number.isFinite(plain) && { number: plain }),
    };
  } catch (error) {
    return problemOf(error, 'The expression cannot be calculated: ');
  }
}

/** What the library's types are to a model; those of the left-out ones have their own names. */
const kinds: Readonly<Record<string, string>> = {
  BigNumber: 'number',
  bigint: 'number',
  Fraction: 'number',
  Complex: 'complex',
  Unit: 'unit',
  DenseMatrix: 'matrix',
  SparseMatrix: 'matrix',
  Array: 'matrix',
  Range: 'matrix',
  string: 'text',
  Object: 'object',
};

function kindOf(value: unknown): string {
  const type = math.typeOf(value);
  return kinds[type] ?? type;
}

function noNumber(result: string): string {
  return `The expression has no finite value: it comes to ${result.slice(0, 100)}. Look for a division by zero, a logarithm of zero, or a number too large.`;
}

/** Whole numbers are told whole. */
function isWhole(value: unknown): boolean {
  return math.isBigNumber(value) && value.isInteger();
}

/** Several lines give a list; the last one counts. */
function lastOf(value: unknown): unknown {
  const isResultSet =
    typeof value === 'object' && value !== null && 'entries' in value && Array.isArray(value.entries);
  return isResultSet ? (value.entries as unknown[]).at(-1) : value;
}

function refuse(name: string): () => never {
  return () => {
    throw new RangeError(`${name} is not available`);
  };
}
