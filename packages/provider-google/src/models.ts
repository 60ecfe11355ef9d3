import {
  createModelTable,
  type ModelFamily,
  type ModelInfo,
  type ModelOverrides,
  type ModelTable,
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
const ending = { source: `${pages}; ${ends}`, checkedOn };

/** Prices are left out: those of the newest models are introductory and change within weeks. */
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
  { id: 'gemini-3.8-flash', capabilities: modern, ...limits, ...read },
  { id: 'gemini-3.7-flash', capabilities: modern, ...limits, ...read },
  { id: 'gemini-3.6-flash', capabilities: fixedSampling, ...limits, ...read },
  { id: 'gemini-3.5-flash', capabilities: modern, contextTokens: 1_048_576, ...read },
  { id: 'gemini-3.5-flash-lite', capabilities: fixedSampling, ...limits, ...read },
  { id: 'gemini-3.1-pro-preview', capabilities: modern, ...limits, ...read },
  { id: 'gemini-3.1-flash-lite', capabilities: modern, ...limits, endsOn: '2027-05-07', ...ending },
  { id: 'gemini-3-flash-preview', capabilities: modern, ...limits, ...read },
  { id: 'gemini-3-pro-image', ...named },
  { id: 'gemini-3.1-flash-image', ...named },
  { id: 'gemini-flash-latest', ...named },
  { id: 'gemini-flash-lite-latest', ...named },
  { id: 'gemini-pro-latest', ...named },
  // These take a schema of the answer only without tools, which the table cannot say.
  { id: 'gemini-2.5-pro', capabilities: multimodal, ...limits, endsOn: '2026-12-01', ...ending },
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
