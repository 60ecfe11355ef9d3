import {
  createModelTable,
  type ModelFamily,
  type ModelInfo,
  type ModelOverrides,
  type ModelTable,
} from '@pegboard/core/provider';
import { type Facts, factsOf } from './model-facts.ts';
import { samplingOf } from './sampling.ts';

/** Dates on which OpenAI switches models off. */
const endDates: Readonly<Record<string, readonly string[]>> = {
  '2026-12-11': [
    'gpt-5',
    'gpt-5-mini',
    'gpt-5-nano',
    'gpt-5-2025-08-07',
    'gpt-5-mini-2025-08-07',
    'gpt-5-nano-2025-08-07',
    'o3',
    'o3-2025-04-16',
  ],
  '2027-01-14': [
    'gpt-4.1',
    'gpt-4.1-mini',
    'gpt-4.1-2025-04-14',
    'gpt-4.1-mini-2025-04-14',
    'gpt-4o',
    'gpt-4o-2024-11-20',
    'gpt-4o-2024-08-06',
    'gpt-4o-mini',
    'gpt-4o-mini-2024-07-18',
  ],
  '2027-01-20': ['gpt-audio-mini', 'gpt-audio-mini-2025-12-15'],
  '2027-04-01': ['gpt-5.1', 'gpt-5.1-2025-11-13', 'gpt-5.4-nano', 'gpt-5.4-nano-2026-03-17'],
  '2026-10-23': [
    'gpt-4.1-nano',
    'gpt-4.1-nano-2025-04-14',
    'o4-mini',
    'o4-mini-2025-04-16',
    'o3-mini',
    'o3-mini-2025-01-31',
    'o1',
    'o1-2024-12-17',
    'gpt-4o-2024-05-13',
    'gpt-4-turbo',
    'gpt-4-turbo-2024-04-09',
    'gpt-4',
    'gpt-4-0613',
    'gpt-3.5-turbo',
    'gpt-3.5-turbo-0125',
  ],
};

/** Names of models that are current and have no announced end. */
const current = [
  'gpt-6-astra',
  'gpt-6.1-sol',
  'gpt-6.1-terra',
  'gpt-6-sol',
  'gpt-6-luna',
  'gpt-5.6-sol',
  'gpt-5.6-terra',
  'gpt-5.6-luna',
  'gpt-5.5',
  'gpt-5.4',
  'gpt-5.4-mini',
  'gpt-5.2',
];

const names =
  'Names and ends: comments of ChatModel in the type files of the npm package openai 7.55.0; refused settings: error texts of the API';

/**
 * Models from before `json_schema`, which gpt-4o-2024-08-06, gpt-4o-mini-2024-07-18 and everything later take, with tools too.
 * Source: https://platform.openai.com/docs/guides/structured-outputs
 */
const withoutSchema = /^(?:gpt-3\.5|gpt-4(?:-0613)?$|gpt-4-turbo|gpt-4o-2024-05-13$)/;

/** Nothing is known of the schemas that audio models take. */
const audio = /^gpt-audio/;

const withoutSight = /^(?:gpt-3\.5|gpt-4(?:-0613)?$|o3-mini|gpt-audio)/;

/** Models that write no reasoning: Responses refuses to encrypt what they do not have. Recorded requests to them do not ask for it. */
const withoutReasoning = /^(?:gpt-3\.5|gpt-4|chatgpt-4o|gpt-audio)/;

function toInfo(id: string, endsOn?: string): ModelInfo {
  const facts: Facts = factsOf(id) ?? {};
  const { source, ...rest } = facts;
  const sees = !withoutSight.test(id);
  return {
    id,
    capabilities: {
      tools: true,
      vision: sees,
      // Files are read as text and pictures of their pages; gpt-4-turbo is older than they are.
      documents: sees && !id.startsWith('gpt-4-turbo'),
      audio: audio.test(id),
      ...(samplingOf(id) === 'never' && {
        reasoning: true,
        refusedSettings: ['temperature', 'topP'] as const,
      }),
      ...(withoutReasoning.test(id) && { reasoning: false }),
      ...(!audio.test(id) && { structuredOutput: !withoutSchema.test(id) }),
    },
    ...rest,
    ...(sees && { images: { maxCount: 1500 } }),
    ...(endsOn !== undefined && { endsOn }),
    source: source === undefined ? names : `${source}. ${names}`,
    checkedOn: '2026-11-21',
  };
}

const models: readonly ModelInfo[] = [
  ...current.map((id) => toInfo(id)),
  ...Object.entries(endDates).flatMap(([endsOn, ids]) => ids.map((id) => toInfo(id, endsOn))),
];

/** Snapshots of a model are that model. */
const snapshots = current.map((id): ModelFamily => {
  const { id: _, ...facts } = toInfo(id);
  return { pattern: new RegExp(`^${id.replaceAll('.', '\\.')}-\\d{4}-\\d\\d-\\d\\d$`), ...facts };
});

/** Names that are not in the table, such as fine-tuned models and other snapshots. */
const families: readonly ModelFamily[] = [
  ...snapshots,
  {
    pattern: /^(?:ft:)?(?:gpt-3\.5|gpt-4|chatgpt-4o|gpt-5(?:\.\d)?-chat)/,
    capabilities: { reasoning: false },
    source: names,
    checkedOn: '2026-11-21',
  },
];

/** What is known of OpenAI's models. A name that nothing fits has no facts, which says nothing about the model. */
export function openaiModels(overrides?: ModelOverrides): ModelTable {
  return overrides ? createModelTable(models, families, overrides) : common;
}

const common = createModelTable(models, families);
