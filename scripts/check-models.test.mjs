import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { checkModels } from './check-models.mjs';

const today = '2026-11-21';
const origin = { source: 'https://vendor.example/models', checkedOn: '2026-11-01' };
const sound = {
  id: 'big-1',
  capabilities: { tools: true },
  contextTokens: 128_000,
  maxOutputTokens: 8_000,
  price: { input: 2, output: 10, cachedInput: 0.2, cacheWrite: 2.5 },
  endsOn: '2027-06-01',
  ...origin,
};

function provider(models) {
  return { name: 'vendor', models, find: (word) => models.find(({ id }) => id === word) };
}

const check = (models, ...texts) =>
  checkModels({
    providers: [provider(models)],
    documents: texts.map((text, at) => ({ path: `doc-${at}.md`, text })),
    today,
  });

test('a sound table and documents that name models which stay have no problems', () => {
  const long = { overTokens: 200_000, input: 4, output: 15, cachedInput: 0.4 };
  const later = { from: '2027-01-01', input: 4, output: 20, long: { ...long, input: 8, output: 30 } };
  const tiered = {
    id: 'tiered-1',
    price: { input: 2, output: 10, long, later },
    images: { maxSide: 8000 },
    ...origin,
  };
  expect(check([tiered])).toEqual({ problems: [], warnings: [] });
  const free = { id: 'free-1', price: { input: 0, output: 0 }, ...origin };
  const text = 'Use `vendor/big-1`.';
  expect(check([sound, free, { id: 'bare-1', ...origin }], text)).toEqual({ problems: [], warnings: [] });
});

const bad = {
  'a price per thousand tokens': [{ price: { input: 0.002, output: 0.01 } }, 'not plausible'],
  'a price per token': [{ price: { input: 2e-6, output: 10 } }, 'not plausible'],
  'a price in cents of the whole': [{ price: { input: 200, output: 10_000 } }, 'not plausible'],
  'a price that is text': [{ price: { input: '2', output: 10 } }, 'not plausible'],
  'a price below zero': [{ price: { input: 2, output: 10, cachedInput: -1 } }, 'not plausible'],
  'a price of an unknown kind': [{ price: { input: 2, output: 10, cached: 1 } }, 'cached 1'],
  'half a price': [{ price: { input: 2 } }, 'without input or output'],
  'output cheaper than input': [{ price: { input: 10, output: 2 } }, 'less for output'],
  'a cache dearer than none': [{ price: { input: 2, output: 10, cachedInput: 3 } }, 'more for cached input'],
  'a cache written for less': [{ price: { input: 2, output: 10, cacheWrite: 1 } }, 'less for writing'],
  'a long price without a length': [
    { price: { input: 2, output: 10, long: { input: 4, output: 15 } } },
    'how many tokens',
  ],
  'a long price that is lower': [
    { price: { input: 2, output: 10, long: { overTokens: 200_000, input: 1, output: 15 } } },
    'less for long',
  ],
  'half a later price': [
    { price: { input: 2, output: 10, later: { from: '2027-01-01', input: 4 } } },
    '(later)',
  ],
  'a later price without a day': [
    { price: { input: 2, output: 10, later: { from: 'soon', input: 4, output: 20 } } },
    'without a day',
  ],
  'an unknown limit of images': [{ images: { maxPixels: 1 } }, 'maxPixels'],
  'no source': [{ source: undefined }, 'source'],
  'an empty source': [{ source: ' ' }, 'source'],
  'no date of reading': [{ checkedOn: undefined }, 'checkedOn'],
  'a date of reading that is none': [{ checkedOn: '2026-02-30' }, 'checkedOn'],
  'a reading in the future': [{ checkedOn: '2026-11-23' }, 'in the future'],
  'an end that is no ISO date': [{ endsOn: '1 June 2027' }, 'endsOn'],
  'an end that is no day': [{ endsOn: '2027-13-01' }, 'endsOn'],
  'an unknown field': [{ endOn: '2027-06-01' }, 'endOn'],
  'an empty id': [{ id: '' }, 'no id'],
  'tokens in thousands': [{ maxOutputTokens: 8 }, 'maxOutputTokens'],
  'tokens that are text': [{ maxOutputTokens: '8000' }, 'maxOutputTokens'],
  'more output than context': [{ contextTokens: 4_000 }, 'writes more'],
};

test.each(Object.entries(bad))('%s is a problem', (_, [change, words]) => {
  const { problems } = check([{ ...sound, ...change }]);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(words);
});

test('an id that is there twice is a problem', () => {
  expect(check([sound, sound]).problems).toEqual(['vendor/big-1 is there twice.']);
});

describe('a model that documents name', () => {
  const ending = (endsOn) => [sound, { id: 'big-1-mini', endsOn, ...origin }];

  test.each([
    ['2026-11-20', 'ended on'],
    ['2026-11-21', 'ends on'],
    ['2027-01-20', 'ends on'],
  ])('must not end within 60 days: %s', (endsOn, words) => {
    const { problems } = check(ending(endsOn), 'One\nmodel: "vendor/big-1-mini",\n');
    expect(problems).toEqual([`doc-0.md:2: vendor/big-1-mini ${words} ${endsOn}. Name a model that stays.`]);
  });

  test('is found whatever stands around its name, also behind the name of a vendor', () => {
    const texts = [
      '(big-1-mini)',
      'big-1-mini.',
      '"@host/vendor/big-1-mini":',
      'big-1-mini/',
      '| big-1-mini |',
    ];
    expect(check(ending('2026-12-01'), ...texts).problems).toHaveLength(texts.length);
  });

  test('may end later, and one that ends soon may stay in the table', () => {
    expect(check(ending('2027-01-21'), 'big-1-mini').problems).toEqual([]);
    expect(check(ending('2026-11-30'), 'big-1, big-1-mini-2 and not-big-1-mini').problems).toEqual([]);
  });
});

test('facts older than 180 days are a warning, once for all of one day', () => {
  const old = (id, checkedOn) => ({ id, ...origin, checkedOn });
  const { problems, warnings } = check([
    old('a', '2026-05-24'),
    old('b', '2026-05-25'),
    old('c', '2026-05-24'),
  ]);
  expect(problems).toEqual([]);
  expect(warnings).toEqual([
    'vendor: facts of 2 models were read on 2026-05-24, such as a. Read them again.',
  ]);
});

describe('the script', () => {
  let root;
  const script = fileURLToPath(new URL('check-models.mjs', import.meta.url));
  const run = (files) => {
    root = mkdtempSync(join(tmpdir(), 'pegboard-models-'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return spawnSync(process.execPath, [script], { cwd: root, encoding: 'utf8' });
  };
  const door = (models) => `
    export interface Options { readonly baseURL: string }
    const known = ${JSON.stringify(models)};
    export const vendor = (options: Partial<Options> = {}) => ({
      name: 'vendor',
      stream: async function* () {},
      knownModels: () => known,
      modelInfo: (model: string) => known.find(({ id }) => id === model),
    });
    export const needsOptions = ({ baseURL }: Options) => baseURL.length;`;
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test('reads the tables of all provider packages, documents and examples', () => {
    const files = {
      'packages/provider-x/src/index.ts': door([sound]),
      'examples/01-x/src/main.ts': "const model = 'big-1';",
    };
    const { status, stdout } = run(files);
    expect(stdout).toMatch(/^1 models of 1 providers are sound; none that 1 documents and examples name/);
    expect(status).toBe(0);
  });

  test('fails for an example that names a model which ended, in a table with a fault', () => {
    const files = {
      'packages/provider-x/src/index.ts': door([{ ...sound, endsOn: '2020-01-01', source: '' }]),
      'examples/01-x/src/main.ts': "const model = 'big-1';",
    };
    const { status, stderr } = run(files);
    expect(stderr).toContain('examples/01-x/src/main.ts:1: vendor/big-1 ended on 2020-01-01.');
    expect(stderr).toContain('vendor/big-1 does not say where it was read');
    expect(status).toBe(1);
  });

  test('fails for a provider package without a provider', () => {
    const { status, stderr } = run({ 'packages/provider-x/src/index.ts': 'export const nothing = 1;' });
    expect(stderr).toContain('packages/provider-x/src/index.ts exports no function that makes a provider');
    expect(status).toBe(1);
  });
});
