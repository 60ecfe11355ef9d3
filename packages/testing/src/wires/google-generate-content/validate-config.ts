import {
  anything,
  flag,
  integer,
  isObject,
  listOf,
  matching,
  number,
  oneOf,
  type Rule,
  shape,
  text,
} from '../lib/shape.ts';
import { both } from './both.ts';
import { jsonSchema, openApiSchema } from './validate-schema.ts';

const int32 = 2 ** 31;

const thinking = both(
  shape(
    {},
    {
      includeThoughts: flag,
      // -1: the model decides.
      thinkingBudget: integer(-1),
      thinkingLevel: oneOf('MINIMAL', 'LOW', 'MEDIUM', 'HIGH'),
    },
  ),
  (value, report) => {
    if (isObject(value) && value.thinkingBudget !== undefined && value.thinkingLevel !== undefined)
      report('must not come with thinkingLevel', '.thinkingBudget');
  },
);

/** What excludes or needs another key. */
const together: Rule = (value, report) => {
  if (!isObject(value)) return;
  const { responseSchema, responseJsonSchema, responseMimeType, logprobs, responseLogprobs } = value;
  if (responseSchema !== undefined && responseJsonSchema !== undefined)
    report('must not come with responseJsonSchema', '.responseSchema');
  for (const key of ['responseSchema', 'responseJsonSchema'])
    if (value[key] !== undefined && responseMimeType !== 'application/json')
      report('needs responseMimeType application/json', `.${key}`);
  if (logprobs !== undefined && responseLogprobs !== true) report('needs responseLogprobs', '.logprobs');
};

export const generationConfig: Rule = both(
  shape(
    {},
    {
      temperature: number(0, 2),
      topP: number(0, 1),
      topK: integer(1),
      maxOutputTokens: integer(1),
      stopSequences: listOf(text, { min: 1, max: 5 }),
      seed: integer(-int32, int32 - 1),
      candidateCount: integer(1, 8),
      presencePenalty: number(-2, 2),
      frequencyPenalty: number(-2, 2),
      responseMimeType: oneOf('text/plain', 'application/json', 'text/x.enum'),
      responseSchema: openApiSchema,
      responseJsonSchema: jsonSchema,
      responseModalities: listOf(oneOf('TEXT', 'IMAGE', 'AUDIO'), { min: 1 }),
      responseLogprobs: flag,
      logprobs: integer(0, 20),
      thinkingConfig: thinking,
      mediaResolution: matching(/^MEDIA_RESOLUTION_(LOW|MEDIUM|HIGH)$/, 'must be a MEDIA_RESOLUTION_ word'),
      imageConfig: anything,
      speechConfig: anything,
      enableEnhancedCivicAnswers: flag,
    },
  ),
  together,
);
