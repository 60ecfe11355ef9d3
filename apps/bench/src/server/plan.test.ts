import { expect, test } from 'vitest';
import { argumentsOf, readPlan, writePlan } from './plan.ts';

test('a plan survives the way through a path', () => {
  const plan = { steps: 5, calls: 2, latencyMs: 20, argumentChars: 100 };
  expect(writePlan(plan)).toMatch(/^[\w-]+$/);
  expect(readPlan(writePlan(plan))).toMatchObject(plan);
});

test.each(['', 'steps', 'steps-x', 'stops-3', 'steps--1'])('"%s" is no plan', (text) => {
  expect(() => readPlan(text)).toThrow(TypeError);
});

test('arguments are JSON of the wanted size', () => {
  const { query } = JSON.parse(argumentsOf(readPlan('argumentChars-1000'), 0, 0)) as { query: string };
  expect(query).toHaveLength(1000);
});
