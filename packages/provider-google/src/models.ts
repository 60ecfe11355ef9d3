import {
  createModelTable,
  type ModelFamily,
  type ModelInfo,
  type ModelOverrides,
  type ModelPrice,
  type ModelTable,
  type TokenRates,
} from '@pegboard/core/provider';

const names = 'Type Model of the npm package @google/genai 3.1.0';
const pages = 'https://ai.google.dev/gemini-api/docs/models';
const ends = 'https://ai.google.dev/gemini-api/docs/deprecations';
const checkedOn = '2026-11-20';

/** What every Gemini model of 2.5 and 3 that writes text takes. */
const multimodal = { tools: true, vision: true, audio: true, documents: true, reasoning: true } as const;

const limits = { contextTokens: 1_048_576, maxOutputTokens: 65_536 } as const;

/** A schema of the answer, also beside tools: since Gemini 3. */
const modern = { ...multimodal, structuredOutput: true } as const;

/** Other values of these are ignored, and may be refused one day: the guides of both models say so. */
const fixedSampling = { ...modern, refusedSettings: ['temperature', 'topP'] as const } as const;

const named = { source: names, checkedOn };
const read = { source: `${names}; ${pages}`, checkedOn };
const priced = {
  source: `${names}; ${pages}; https://ai.google.dev/gemini-api/docs/pricing as transcribed by github.com/api-evangelist/deepmind and github.com/BerriAI/litellm/discussions/39357`,
  checkedOn: '2026-11-21',
};
const ending = { source: `${pages}; ${ends}`, checkedOn };

/**
 * Dollars per million tokens of text, as https://ai.google.dev/gemini-api/docs/pricing had them in September and October 2026. Where a model
 * takes more for audio, its price is left out; so is what is read from a cache, where nobody could be found who says what that costs.
 */
const flash = { input: 1.5, output: 7.5, cachedInput: 0.15 } as const;
const introductory = {
  input: 0.75,
  output: 3.75,
  cachedInput: 0.075,
  later: { from: '2027-01-01', ...flash },
} as const;
const pro = (short: TokenRates, long: TokenRates): ModelPrice => ({
  ...short,
  long: { overTokens: 200_000, ...long },
});

const models: readonly ModelInfo[] = [
  {
    id: 'gemini-4-argon',
    capabilities: { tools: true, vision: true, reasoning: true, structuredOutput: true },
    // Shared by what it reads and what it writes.
    contextTokens: 1_048_576,
    source: 'https://ai.google.dev/gemini-api/docs/generate-content/latest-model',
    checkedOn,
  },
  { id: 'gemini-4-carbon', ...named },
  { id: 'gemini-3.8-flash', capabilities: modern, ...limits, price: introductory, ...priced },
  { id: 'gemini-3.7-flash', capabilities: modern, ...limits, price: introductory, ...priced },
  { id: 'gemini-3.6-flash', capabilities: fixedSampling, ...limits, price: introductory, ...priced },
  {
    id: 'gemini-3.5-flash',
    capabilities: modern,
    contextTokens: 1_048_576,
    price: { input: 1.5, output: 9 },
    ...priced,
  },
  {
    id: 'gemini-3.5-flash-lite',
    capabilities: fixedSampling,
    ...limits,
    price: { input: 0.3, output: 2.5 },
    ...priced,
  },
  {
    id: 'gemini-3.1-pro-preview',
    capabilities: modern,
    ...limits,
    price: pro({ input: 2, output: 12 }, { input: 4, output: 18 }),
    ...priced,
  },
  { id: 'gemini-3.1-flash-lite', capabilities: modern, ...limits, endsOn: '2027-05-07', ...ending },
  { id: 'gemini-3-flash-preview', capabilities: modern, ...limits, ...read },
  { id: 'gemini-3-pro-image', ...named },
  { id: 'gemini-3.1-flash-image', ...named },
  { id: 'gemini-flash-latest', ...named },
  { id: 'gemini-flash-lite-latest', ...named },
  { id: 'gemini-pro-latest', ...named },
  // These take a schema of the answer only without tools, which the table cannot say.
  {
    id: 'gemini-2.5-pro',
    capabilities: multimodal,
    ...limits,
    price: pro({ input: 1.25, output: 10 }, { input: 2.5, output: 15 }),
    endsOn: '2026-12-01',
    ...ending,
  },
  { id: 'gemini-2.5-flash', capabilities: multimodal, ...limits, endsOn: '2026-12-01', ...ending },
  { id: 'gemini-2.5-flash-lite', capabilities: multimodal, ...limits, ...ending },
];

/** Dated snapshots and previews of the text models; those for images, speech and robots differ. */
const families: readonly ModelFamily[] = [
  {
    pattern: /^gemini-3(?:\.\d+)?-(?:pro|flash|flash-lite)(?:-preview)?(?:-\d\d-\d{2,4}|-\d{3})?$/,
    capabilities: modern,
    source: pages,
    checkedOn,
  },
  {
    pattern: /^gemini-2\.5-(?:pro|flash|flash-lite)-(?:preview-)?\d[\d-]*$/,
    capabilities: multimodal,
    source: pages,
    checkedOn,
  },
];

/** What is known of models by Google; a user's own facts win. Other names are taken all the same. */
export function createGoogleModels(overrides: ModelOverrides = {}): ModelTable {
  return createModelTable(models, families, overrides);
}
