import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeValue } from '@pegboard/core/tools';

function encoded(value: unknown): unknown {
  const answer = encodeValue(value);
  if (!answer.ok) throw new Error(`refused: ${answer.problem}`);
  return answer.value;
}

function refusal(value: unknown): string {
  const answer = encodeValue(value);
  expect(answer.ok).toBe(false);
  return answer.ok ? '' : answer.problem;
}

class Point {
  x = 1;
  #hidden = 2;
  get sum(): number {
    return this.x + this.#hidden;
  }
}

class Closed {
  #secret = 1;
  read(): number {
    return this.#secret;
  }
}

function throwing(): never {
  throw new Error('no access to /srv/secret/key');
}

describe('what has a JSON form is encoded', () => {
  const cases: readonly (readonly [string, unknown, unknown])[] = [
    ['a BigInt', 12n, '12'],
    ['a BigInt inside', { id: 2n ** 64n }, { id: '18446744073709551616' }],
    ['not a number', NaN, 'NaN'],
    ['infinity', [Infinity, -Infinity], ['Infinity', '-Infinity']],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['an invalid date', new Date(NaN), 'Invalid Date'],
    ['a map', new Map([['a', 1]]), { a: 1 }],
    [
      'a map with other keys',
      new Map<unknown, unknown>([
        [1, 'a'],
        [{ b: 2 }, 'c'],
      ]),
      [
        [1, 'a'],
        [{ b: 2 }, 'c'],
      ],
    ],
    [
      'a map with a prototype key',
      new Map([['__proto__', { polluted: true }]]),
      JSON.parse('{"__proto__":{"polluted":true}}'),
    ],
    ['a set', new Set([1, 'a']), [1, 'a']],
    ['bytes', new Uint8Array([1, 2, 255]), 'AQL/'],
    ['a part of a buffer', new Uint8Array([0, 1, 2, 3]).subarray(1, 3), 'AQI='],
    ['an array buffer', new Uint8Array([1]).buffer, 'AQ=='],
    ['undefined', undefined, null],
    ['null', null, null],
    ['nothing in an array', [undefined, () => 1, Symbol('s')], [null, null, null]],
    ['members without a form', { a: 1, b: undefined, c: () => 1, [Symbol('d')]: 1 }, { a: 1 }],
    ['an empty object', {}, {}],
    ['an object of undefined', { a: undefined }, {}],
    ['an instance with fields', new Point(), { x: 1 }],
    ['an error', new TypeError('bad /srv/secret/app.js'), { name: 'TypeError', message: 'bad app.js' }],
    ['an expression', /a+/g, '/a+/g'],
    ['a URL', new URL('https://example.com/'), 'https://example.com/'],
    ['what says how', { toJSON: () => ({ a: 1n }) }, { a: '1' }],
    ['a sparse array', [1, , 3], [1, null, 3]], // oxlint-disable-line no-sparse-arrays -- the point
    ['a lone surrogate', 'a\ud800b', 'a\ufffdb'],
    ['a lone surrogate in a key', { 'a\ud800': 1 }, { 'a\ufffd': 1 }],
    ['an own prototype key', JSON.parse('{"__proto__":1,"a":2}'), JSON.parse('{"__proto__":1,"a":2}')],
    ['an object without prototype', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
    ['a frozen object', Object.freeze({ a: Object.freeze([1]) }), { a: [1] }],
    ['a proxy', new Proxy({ a: 1 }, {}), { a: 1 }],
  ];
  it.each(cases)('%s', (_, value, json) => {
    const answer = encoded(value);
    expect(JSON.stringify(answer)).toBe(JSON.stringify(json));
  });

  it('a cycle, where it closes', () => {
    const node: Record<string, unknown> = { name: 'a' };
    node['self'] = node;
    node['list'] = [node];
    expect(encoded(node)).toEqual({ name: 'a', self: '[circular]', list: ['[circular]'] });
    const map = new Map<string, unknown>();
    map.set('map', map);
    expect(encoded(map)).toEqual({ map: '[circular]' });
  });

  it('the same object twice, twice', () => {
    const shared = { a: 1 };
    expect(encoded([shared, shared])).toEqual([shared, shared]);
  });

  it('ten megabytes of text, whole', () => {
    const text = 'x'.repeat(10_000_000);
    const answer = encodeValue({ text });
    expect(answer).toMatchObject({ ok: true, value: { text } });
    expect(answer.ok && answer.size).toBeGreaterThan(10_000_000);
  });

  it('what is nested too deep, up to there', () => {
    let deep: unknown = 'bottom';
    for (let level = 0; level < 10_000; level++) deep = [deep];
    expect(JSON.stringify(encoded(deep))).toContain('[too deep]');
  });
});

describe('what has none is refused with the reason', () => {
  const cases: readonly (readonly [string, unknown, RegExp])[] = [
    ['a function', () => 1, /function/],
    ['a symbol', Symbol('s'), /symbol/],
    ['a promise', Promise.resolve(1), /class Promise/],
    ['a weak map', { cache: new WeakMap() }, /class WeakMap/],
    ['an instance without fields', new Closed(), /class Closed/],
    ['an object of functions', { read: () => 1, write: () => 2 }, /read, write/],
    ['many bytes', new Uint8Array(100_000), /100000 bytes.*path or a URL/],
    [
      'a getter that throws',
      {
        get key() {
          return throwing();
        },
      },
      /could not be read: no access to key/,
    ],
    ['a toJSON that throws', { toJSON: throwing }, /could not be read/],
    [
      'a toJSON that throws a string',
      {
        toJSON() {
          throw 'no';
        },
      },
      /no/,
    ], // oxlint-disable-line no-throw-literal, typescript/only-throw-error -- the point
    [
      'a proxy that throws',
      new Proxy({}, { ownKeys: throwing, getPrototypeOf: throwing, has: throwing, get: throwing }),
      /could not be read/,
    ],
    ['a long empty array', Array.from({ length: 2 ** 20 }), /more than 500000 members/],
    ['a huge empty array', new Array(2 ** 32 - 1), /members/], // oxlint-disable-line unicorn/no-new-array -- the point
  ];
  it.each(cases)('%s', (_, value, reason) => expect(refusal(value)).toMatch(reason));

  it('a revoked proxy', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(refusal(proxy)).toMatch(/could not be read/);
  });

  it('a structure that shares its parts endlessly, soon', () => {
    let node: unknown = { leaf: true };
    for (let level = 0; level < 60; level++) node = { left: node, right: node };
    expect(refusal(node)).toMatch(/members/);
  });

  it('what is thrown as a proxy that throws', () => {
    const hostile = new Proxy({}, { get: throwing, has: throwing, getPrototypeOf: throwing });
    expect(
      refusal({
        toJSON() {
          throw hostile;
        },
      }),
    ).toMatch(/could not be read/);
  });
});

it('gives JSON or a refusal for anything, the same each time', () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withNullPrototype: true,
    withObjectString: true,
    withSparseArray: true,
    withUnicodeString: true,
  } as never);
  fc.assert(
    fc.property(anything, (value) => {
      const answer = encodeValue(value);
      expect(encodeValue(value)).toEqual(answer);
      if (!answer.ok) return expect(answer.problem).not.toBe('');
      const text = JSON.stringify(answer.value);
      expect(text.isWellFormed()).toBe(true);
      expect(JSON.stringify(JSON.parse(text))).toBe(text);
    }),
    { numRuns: 500 },
  );
});

it('keeps what is JSON already', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      expect(JSON.stringify(encoded(JSON.parse(text)))).toBe(JSON.stringify(JSON.parse(text)));
    }),
  );
});
