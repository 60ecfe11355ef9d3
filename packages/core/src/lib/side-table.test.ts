import { expect, it } from 'vitest';
import { createSideTable } from './side-table.ts';

it('keeps a value for each object, frozen ones too, and the newest', () => {
  const table = createSideTable<object, string>();
  const [open, frozen] = [{ a: 1 }, Object.freeze({ a: 1 })];
  table.set(open, 'first');
  table.set(open, 'open');
  table.set(frozen, 'frozen');
  expect([table.get(open), table.get(frozen), table.get({ a: 1 })]).toEqual(['open', 'frozen', undefined]);
});

it('is seen by nobody, and another table has its own', () => {
  const [table, other] = [createSideTable<object, string>(), createSideTable<object, string>()];
  const key = { a: 1 };
  table.set(key, 'here');
  expect(other.get(key)).toBeUndefined();
  expect(Reflect.ownKeys(key)).toEqual(['a']);
  expect(table.get({ ...key })).toBeUndefined();
  expect(table.get(structuredClone(key))).toBeUndefined();
});

it('leaves no more than the newest values on an object that outlives many tables', () => {
  const key = { a: 1 };
  const tables = Array.from({ length: 100 }, () => createSideTable<object, number>());
  for (const [index, table] of tables.entries()) table.set(key, index);
  expect(tables.map((table) => table.get(key)).filter((value) => value !== undefined)).toEqual([
    94, 95, 96, 97, 98, 99,
  ]);
});
