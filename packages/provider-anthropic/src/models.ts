import {
  createModelTable,
  type ModelFamily,
  type ModelInfo,
  type ModelOverrides,
  type ModelPrice,
  type ModelTable,
} from '@pegboard/core/provider';
import { traitsOf } from './model-traits.ts';

interface Row {
  readonly id: string;
  readonly contextTokens: number;
  readonly maxOutputTokens: number;
  /** Dollars per million tokens: input, output, cached input, five minutes in the cache. */
  readonly price: readonly [number, number, number | undefined, number];
  readonly long?: NonNullable<ModelPrice['long']>;
  readonly endsOn?: string;
}

const large = { contextTokens: 1_000_000, maxOutputTokens: 128_000 };
const small = { contextTokens: 200_000, maxOutputTokens: 64_000 };

const rows: readonly Row[] = [
  { id: 'claude-fable-5-1', ...large, price: [10, 50, 0.25, 12.5] },
  { id: 'claude-mythos-5-1', ...large, price: [10, 50, 0.25, 12.5] },
  { id: 'claude-opus-5-5', ...large, price: [4, 20, 0.2, 5] },
  { id: 'claude-sonnet-5-5', ...large, price: [2, 10, 0.1, 2.5] },
  // What it costs to read from its cache is not known, nor what it costs to write there when prompts are long.
  {
    id: 'claude-haiku-5-5',
    ...large,
    price: [0.1, 0.5, undefined, 0.125],
    long: { overTokens: 100_000, input: 0.5, output: 2.5 },
  },
  { id: 'claude-fable-5', ...large, price: [10, 50, 1, 12.5] },
  { id: 'claude-mythos-5', ...large, price: [10, 50, 1, 12.5] },
  { id: 'claude-opus-5', ...large, price: [5, 25, 0.5, 6.25] },
  { id: 'claude-sonnet-5', ...large, price: [2, 10, 0.2, 2.5] },
  { id: 'claude-opus-4-8', ...large, price: [5, 25, 0.5, 6.25] },
  { id: 'claude-opus-4-7', ...large, price: [5, 25, 0.5, 6.25] },
  { id: 'claude-opus-4-6', ...large, price: [5, 25, 0.5, 6.25] },
  { id: 'claude-sonnet-4-6', ...large, maxOutputTokens: 64_000, price: [3, 15, 0.3, 3.75] },
  { id: 'claude-opus-4-5', ...small, price: [5, 25, 0.5, 6.25] },
  { id: 'claude-haiku-4-5', ...small, price: [1, 5, 0.1, 1.25] },
  { id: 'claude-sonnet-4-5', ...small, price: [3, 15, 0.3, 3.75], endsOn: '2026-11-30' },
];

const origin = {
  source:
    'Overview page of each model and the price list on https://platform.claude.com/docs; end of Sonnet 4.5: the npm package @anthropic-ai/sdk 1.11.0',
  checkedOn: '2026-11-21',
};

/** 10 MB of base64, pixels of a side; above 20 images 2,000 pixels a side. */
const images = { maxSide: 8_000, maxBytes: 7_500_000 };

/** In API version 2026-10-21 no model takes sampling settings, and none ever took a seed. */
function capabilitiesOf(id: string, oldVersion: boolean): NonNullable<ModelInfo['capabilities']> {
  const sampling = oldVersion && traitsOf(id).sampling;
  return {
    tools: true,
    vision: true,
    audio: false,
    documents: true,
    reasoning: true,
    structuredOutput: true,
    refusedSettings: sampling ? ['seed'] : ['temperature', 'topP', 'seed'],
  };
}

function toInfo({ id, price, long, ...facts }: Row, oldVersion: boolean): ModelInfo {
  const [input, output, cachedInput, cacheWrite] = price;
  return {
    id,
    capabilities: capabilitiesOf(id, oldVersion),
    ...facts,
    price: {
      input,
      output,
      ...(cachedInput !== undefined && { cachedInput }),
      cacheWrite,
      ...(long && { long }),
    },
    images: { ...images, maxCount: facts.contextTokens > 200_000 ? 600 : 100 },
    ...origin,
  };
}

/** Dated snapshots are the same model; Bedrock and Google Cloud set prices and ends of their own. */
function toFamilies(info: ModelInfo): ModelFamily[] {
  const { id, price: _price, endsOn: _endsOn, ...shared } = info;
  const { id: _id, ...facts } = info;
  return [
    { ...facts, pattern: new RegExp(`^${id}-\\d{8}$`) },
    {
      ...shared,
      pattern: new RegExp(`^(?:(?:[\\w-]+\\.)*anthropic\\.)?${id}(?:[@-]\\d{8})?(?:-v\\d+(?::\\d+)?)?$`),
    },
  ];
}

/** What is known of the models of Anthropic. A name that nothing fits is not in it, which says nothing about the model. */
export function createModels(oldVersion: boolean, overrides?: ModelOverrides): ModelTable {
  const { infos, families } = factsOf(oldVersion);
  return createModelTable(infos, families, overrides);
}

interface Facts {
  readonly infos: readonly ModelInfo[];
  readonly families: readonly ModelFamily[];
}

const facts = new Map<boolean, Facts>();

/** Once for each version: a program may make many providers. */
function factsOf(oldVersion: boolean): Facts {
  const known = facts.get(oldVersion);
  if (known) return known;
  const infos = rows.map((row) => toInfo(row, oldVersion));
  const made = { infos, families: infos.flatMap(toFamilies) };
  facts.set(oldVersion, made);
  return made;
}
