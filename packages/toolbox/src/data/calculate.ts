import { defineTool, type Tool } from '@pegboard/core';
import { checkOptionKinds } from '@pegboard/core/tools';
import * as z from 'zod';
import { runTask } from '../tasks/run-task.ts';

export interface CalculateOptions {
  /** Milliseconds for one calculation. Default 5,000. */
  readonly timeoutMs?: number;
}

const input = () =>
  z
    .object({
      expression: z
        .string()
        .min(1)
        .max(2_000)
        .describe('Such as "0.1 + 0.2", "5 miles to km" or "sqrt(2) * 3^4".'),
      precision: z.int().min(1).max(50).default(20).describe('Significant digits of the result.'),
    })
    .meta({ examples: [{ expression: '(19.99 * 3) * 1.19' }] });

const output = () =>
  z.object({
    result: z.string(),
    type: z.string().describe('number, complex, unit, matrix, boolean, text or object.'),
    number: z.number().optional().describe('The result as a number, where it is one; digits may be lost.'),
  });

/** `calculate`: arithmetic with exact decimals, functions and units, by mathjs in a process of its own. */
export function calculate(
  options: CalculateOptions = {},
): Tool<z.input<ReturnType<typeof input>>, z.infer<ReturnType<typeof output>>> {
  checkOptionKinds('calculate', options, { timeoutMs: 'count' });
  const { timeoutMs = 5_000 } = options;
  return defineTool({
    name: 'calculate',
    description:
      'Calculates an expression exactly. Use it for every calculation that you cannot do without doubt in your head, money above all: decimals are exact (0.1 + 0.2 is 0.3), not binary fractions. It knows + - * / ^ % and factorial (!), comparisons, functions such as sqrt, log, sin, gcd, mean, std, round and combinations, constants (pi, e), complex numbers, matrices ([[1, 2], [3, 4]]), and units, which "to" converts: "90 km/h to m/s", "20 degC to degF", "3 GiB to MB". Several lines, each with a variable of its own, are calculated in order; the last one is the result.',
    input: input(),
    output: output(),
    effects: { idempotent: true },
    timeoutMs: timeoutMs + 10_000,
    maxResultChars: 5_000,
    execute: (expression, { signal }) => runTask('evaluate_expression', expression, { signal, timeoutMs }),
  });
}
