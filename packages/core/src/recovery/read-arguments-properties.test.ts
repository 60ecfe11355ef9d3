import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../contracts/json.ts';
import { isJsonObject } from '../lib/json.ts';
import { anyObject, asStrings, schemaOf, strict, styles, write } from './mutate-json.test-helper.ts';
import { type ArgumentsReading, readArguments } from './read-arguments.ts';
import { readLenient } from './read-lenient.ts';

// The everyday run is the same every time; with more runs it looks in new places each time.
const fuzzRuns = process.env['PEGBOARD_FUZZ_RUNS'];
const runs = Number(fuzzRuns ?? 300);
if (fuzzRuns === undefined) fc.configureGlobal({ seed: 20_251_121 });

function read(text: string, value: JsonObject): ArgumentsReading {
  return readArguments(text, { name: 'tool', inputSchema: schemaOf(value) });
}

function same(one: JsonObject, other: JsonObject): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Fails when a reading is neither refused nor what was meant. A text that happens to be JSON means what JSON says. */
function expectExact(reading: ArgumentsReading, text: string, value: JsonObject): void {
  if (!reading.ok || same(reading.input, value)) return;
  expect(JSON.stringify(reading.input), text).toBe(
    isJson(text) ? JSON.stringify(JSON.parse(text)) : JSON.stringify(value),
  );
}

function isJson(text: string): boolean {
  try {
    return JSON.parse(text) !== undefined;
  } catch {
    return false;
  }
}

test('a value that is written as JSON is read back without repairs', () => {
  fc.assert(
    fc.property(anyObject, (value) => {
      const reading = read(write(value, strict), value);
      expect(reading).toMatchObject({ ok: true, repairs: [], warnings: [] });
      expect(reading.ok && same(reading.input, value)).toBe(true);
    }),
    { numRuns: runs },
  );
});

test('the lenient reader reads strict JSON as JSON.parse does', () => {
  fc.assert(
    fc.property(anyObject, fc.constantFrom(0, 1), (value, indent) => {
      const reading = readLenient(JSON.stringify(value, null, indent));
      expect(reading).toMatchObject({ ok: true, repairs: [] });
    }),
    { numRuns: runs },
  );
});

/** What a style cannot write so that anybody could read it: the same text says something else. */
const unwritable: Readonly<Record<string, RegExp>> = {
  'inner quotes': /"\s*,\s*"/,
  'single quotes, not escaped': /'\s*,\s*'/,
  'smart quotes': /”\s*,\s*[“”]/,
  'raw backslashes': /\\['"]/,
  'raw everything': /\\|"\s*,\s*"/,
  'unquoted values': /^$|^\s|\s$|^["'`“”‘’[{/#]|,|^(?:true|false|null|none)$/i,
};

function isWritable(value: JsonValue | undefined, pattern: RegExp | undefined): boolean {
  if (typeof value === 'string') return pattern?.test(value) !== true;
  if (typeof value !== 'object' || value === null) return true;
  return Object.values<JsonValue | undefined>(value as JsonObject).every((member) =>
    isWritable(member, pattern),
  );
}

/** With another wrapper around it, even what happens to be JSON may mean something else. */
const anyStyle = fc.constantFrom(...Object.keys(styles)).map((name) => ({
  style: styles[name] ?? strict,
  // oxlint-disable-next-line no-control-regex -- what JSON.stringify writes with a backslash
  pattern: /^(?:raw backslashes|over-escaped)$/.test(name) ? /[\\\u0000-\u001f]/ : unwritable[name],
}));

test.each(Object.entries(styles))('%s: read back exactly or refused', (name, style) => {
  let exact = 0;
  fc.assert(
    fc.property(anyObject, (value) => {
      fc.pre(isWritable(value, unwritable[name]));
      const text = write(value, style);
      const reading = read(text, value);
      if (reading.ok) exact++;
      expectExact(reading, text, value);
    }),
    { numRuns: runs },
  );
  expect(exact).toBeGreaterThan(0);
});

test('numbers and booleans that were written as strings come back as what they are', () => {
  fc.assert(
    fc.property(anyObject, (value) => {
      // Where a string is allowed as well, it is left alone.
      fc.pre(!JSON.stringify(schemaOf(value)).includes('"anyOf"'));
      expect(read(write(value, asStrings), value)).toMatchObject({ ok: true, input: value });
    }),
    { numRuns: runs },
  );
});

test('several malformations at once: read back exactly or refused', () => {
  fc.assert(
    fc.property(anyObject, anyStyle, anyStyle, anyStyle, (value, one, two, three) => {
      fc.pre(isWritable(value, two.pattern) && isWritable(value, three.pattern));
      const mixed = {
        ...one.style,
        string: two.style.string,
        comma: two.style.comma,
        wrap: three.style.wrap,
      };
      const text = write(value, mixed);
      expectExact(read(text, value), text, value);
    }),
    { numRuns: runs * 5 },
  );
});

test('text that ends early is never run', () => {
  fc.assert(
    fc.property(anyObject, fc.constantFrom(...Object.values(styles)), fc.nat(), (value, style, cut) => {
      const text = write(value, { ...style, wrap: strict.wrap });
      const piece = text.slice(0, cut % Math.max(1, text.length));
      fc.pre(piece.trim() !== '');
      expect(readArguments(piece, { name: 'tool', inputSchema: { type: 'object' } }).ok).toBe(false);
    }),
    { numRuns: runs * 2 },
  );
});

/** Every member may be left out, other members may come, so that the schema says as little as it can. */
function looseSchema(value: JsonValue): JsonObject {
  const schema = schemaOf(value);
  const { required: _required, additionalProperties: _closed, ...loose } = schema;
  return loose;
}

test('with a schema that asks for nothing: read back exactly or refused', () => {
  fc.assert(
    fc.property(anyObject, anyStyle, (value, { style, pattern }) => {
      fc.pre(isWritable(value, pattern));
      const text = write(value, style);
      expectExact(readArguments(text, { name: 'tool', inputSchema: looseSchema(value) }), text, value);
    }),
    { numRuns: runs * 3 },
  );
});

test('no text breaks the reader, and nothing reaches a prototype', () => {
  const bits = [
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    "'",
    '\\',
    '\n',
    'a',
    '1',
    'true',
    'None',
    '//',
    '/*',
    '#',
    '```',
    '“',
    '”',
    ' ',
    '__proto__',
  ];
  const soup = fc.array(fc.oneof(fc.constantFrom(...bits), fc.string({ maxLength: 3 })), { maxLength: 40 });
  fc.assert(
    fc.property(soup, (parts) => {
      const schema = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'integer' } } };
      const reading = readArguments(parts.join(''), { name: 'tool', inputSchema: schema });
      if (reading.ok) expect(isJsonObject(reading.input)).toBe(true);
      else expect(reading.error.evidence?.length ?? 0).toBeLessThanOrEqual(80);
    }),
    { numRuns: runs * 10 },
  );
  expect(Object.keys(Object.prototype)).toEqual([]);
});
