import { expect, it, vi } from 'vitest';
import { lazyField } from './lazy-field.ts';

it('works a value out when it is read, of the object, of what inherits from it, and of its copies', () => {
  const read = vi.fn((of: { readonly n: number }) => of.n * 2);
  const withDouble = lazyField('double', read);
  const [one, two] = [withDouble({ a: 1 }, { n: 1 }), withDouble({ a: 2 }, { n: 2 })];
  expect(read).not.toHaveBeenCalled();
  expect([one, two]).toEqual([
    { a: 1, double: 2 },
    { a: 2, double: 4 },
  ]);
  const copies = [
    { ...two },
    Object.create(two),
    new Proxy(two, {}),
    Object.create(Object.prototype, Object.getOwnPropertyDescriptors(two)),
  ] as { readonly double: number }[];
  expect(copies.map(({ double }) => double)).toEqual([4, 4, 4, 4]);
});
