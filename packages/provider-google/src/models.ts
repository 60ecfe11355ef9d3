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

/** What every Gemini model since 2.5 that writes text takes. */
const multimodal = { tools: true, vision: true, audio: true, documents: true, reasoning: true } as const;

const million = { contextTokens: 1_048_576, maxOutputTokens: 65_536 } as const;

/** Gemini 3 and later take a schema of the answer beside tools. */
const modern = { capabilities: { ...multimodal, structuredOutput: true }, ...million } as const;

/** Their own values of these are ignored, and may be refused one day: the guides of both models say so. */
const fixedSampling = {
  ...modern,
  capabilities: { ...modern.capabilities, refusedSettings: ['temperature', 'topP'] as const },
} as const;

const origin = { source: `${names}; ${pages}`, checkedOn };

const models: readonly ModelInfo[] = [
  { id: 'gemini-4-argon', ...modern, ...origin },
  { id: 'gemini-4-carbon', source: names, checkedOn },
  { id: 'gemini-3.8-flash', ...modern, ...origin },
  { id: 'gemini-3.7-flash', ...modern, ...origin },
  { id: 'gemini-3.6-flash', ...fixedSampling, ...origin },
  { id: 'gemini-3.5-flash', ...modern, ...origin },
  { id: 'gemini-3.5-flash-lite', ...fixedSampling, ...origin },
  { id: 'gemini-3.1-pro-preview', ...modern, ...origin },
  { id: 'gemini-3.1-flash-lite', ...modern, endsOn: '2027-05-07', source: ends, checkedOn },
  { id: 'gemini-3-flash-preview', ...modern, ...origin },
  { id: 'gemini-3-pro-image', source: names, checkedOn },
  { id: 'gemini-3.1-flash-image', source: names, checkedOn },
  { id: 'gemini-flash-latest', source: names, checkedOn },
  { id: 'gemini-flash-lite-latest', source: names, checkedOn },
  { id: 'gemini-pro-latest', source: names, checkedOn },
  older('gemini-2.5-pro', '2026-12-01'),
  older('gemini-2.5-flash', '2026-12-01'),
  older('gemini-2.5-flash-lite'),
];

/** A schema of the answer is refused beside tools, so it does not count as one. */
function older(id: string, endsOn?: string): ModelInfo {
  return {
    id,
    capabilities: { ...multimodal, structuredOutput: false },
    ...million,
    ...(endsOn !== undefined && { endsOn }),
    source: `${pages}; ${ends}`,
    checkedOn,
  };
}

/** Dated snapshots and previews of the text models; those for images, speech and robots differ. */
const families: readonly ModelFamily[] = [
  {
    pattern:
      /^gemini-(?:3(?:\.\d+)?|4)-(?:pro|flash|flash-lite|argon)(?:-preview)?(?:-\d\d-\d{2,4}|-\d{3})?$/,
    capabilities: modern.capabilities,
    source: pages,
    checkedOn,
  },
  {
    pattern: /^gemini-2\.5-(?:pro|flash|flash-lite)-(?:preview-)?\d[\d-]*$/,
    capabilities: { ...multimodal, structuredOutput: false },
    source: pages,
    checkedOn,
  },
];

/** What is known of models by Google; a user's own facts win. Never a gate. */
export function createGoogleModels(overrides: ModelOverrides = {}): ModelTable {
  return createModelTable(models, families, overrides);
}
