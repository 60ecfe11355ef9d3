import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson } from '../lock/fingerprint.ts';
import { interpolate } from './interpolate.ts';
import { mergeLayers } from './merge.ts';

const sources = { env: { NAME: 'value' }, readText: () => 'text' };
const settings = fc.dictionary(
  fc.string().filter((key) => !['__proto__', 'output', 'providerOptions'].includes(key)),
  fc.jsonValue({ maxDepth: 4 }),
);

it('any text survives with its dollars doubled', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const { value, problems } = interpolate({ text: text.replaceAll('$', '$$$$') }, sources);
      expect(problems).toEqual([]);
      expect(value).toEqual({ text });
    }),
  );
});

it('settings without references stay what they are, and any others are told or filled in, never thrown', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom('${', '}', '$', '${env:NAME}', '${file:x}', '${env:', ':-', '$$'),
  );
  fc.assert(
    fc.property(settings, fc.array(piece), (plain, pieces) => {
      const without = JSON.parse(JSON.stringify(plain).replaceAll('$', '')) as Record<string, unknown>;
      expect(interpolate(without, sources)).toMatchObject({ problems: [], secrets: [] });
      expect(canonicalJson(interpolate(without, sources).value)).toBe(canonicalJson(without));
      expect(interpolate({ a: [pieces.join('')] }, sources).problems.length).toBeLessThanOrEqual(1);
    }),
  );
});

it('a layer over itself changes nothing, an empty one neither, and order is from left to right', () => {
  fc.assert(
    fc.property(settings, settings, settings, (a, b, c) => {
      const one = mergeLayers([a]);
      expect(mergeLayers([a, a])).toEqual(one);
      expect(mergeLayers([{}, a, {}])).toEqual(one);
      const last = mergeLayers([a, b, c]);
      for (const [key, value] of Object.entries(c)) {
        if (value === null) expect(Object.hasOwn(last, key)).toBe(false);
        else if (typeof value !== 'object') expect(last[key]).toBe(value);
      }
    }),
  );
});

it('canonical JSON is the same in whatever order the keys stand', () => {
  fc.assert(
    fc.property(settings, (value) => {
      const turned = Object.fromEntries(Object.entries(value).toReversed());
      expect(canonicalJson(turned)).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
