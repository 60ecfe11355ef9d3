import { expect, it } from 'vitest';
import { leave } from './leave.ts';
import { pull, Pulled, type Reject, type Resolve } from './pulled.ts';

class Layer extends Pulled<number> {
  readonly #inner: AsyncIterator<number>;

  constructor(inner: AsyncIterator<number>) {
    super();
    this.#inner = inner;
  }

  pull(resolve: Resolve<number>, reject: Reject): void {
    pull(this.#inner, resolve, reject);
  }

  leave(): void {
    leave(this.#inner);
  }
}

async function* numbers(left: () => void): AsyncGenerator<number> {
  try {
    yield 1;
    yield 2;
    throw new RangeError('3');
  } finally {
    left();
  }
}

it('reads through layers as from the iterator within', async () => {
  const layers = new Layer(new Layer(numbers(() => undefined)));
  expect([await layers.next(), await layers.next()]).toEqual([
    { done: false, value: 1 },
    { done: false, value: 2 },
  ]);
  await expect(layers.next()).rejects.toThrow('3');
  expect(await layers.next()).toEqual({ done: true, value: undefined });
});

it('rejects where the iterator within throws at once', async () => {
  const broken = {
    next: () => {
      throw new TypeError('at once');
    },
  };
  await expect(new Layer(broken).next()).rejects.toThrow('at once');
});

it('tells the iterator within that its reader leaves', async () => {
  let left = 0;
  const layers = new Layer(new Layer(numbers(() => left++)));
  await layers.next();
  expect(await layers.return()).toEqual({ done: true, value: undefined });
  expect(left).toBe(1);
});
