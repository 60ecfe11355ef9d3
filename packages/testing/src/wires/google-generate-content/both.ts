import type { Rule } from '../lib/shape.ts';

/** Applies several rules to one value. */
export function both(...rules: readonly Rule[]): Rule {
  return (value, report) => {
    for (const rule of rules) rule(value, report);
  };
}
