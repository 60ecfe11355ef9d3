import type { AgentOptions, JsonObject } from '@pegboard/core';
import * as z from 'zod';

const positive = z.number().positive();
const count = z.int().nonnegative();
const limit = z.union([positive, z.literal(false)]).optional();
const model = z
  .string()
  .regex(/^[^/\s]+\/\S/, 'a model is named as provider/model, such as openai/gpt-6-astra')
  // Editors see the text before references in it are filled in.
  .meta({ pattern: '^(\\$\\{|[^/\\s]+/\\S)' });
const json = z.json();
const jsonObject = z
  .custom<JsonObject>((value) => z.record(z.string(), json).safeParse(value).success)
  .meta({ type: 'object' });

const limits = z.strictObject({
  turns: limit.meta({ description: 'Model calls with their tool calls. Default 20.' }),
  requests: limit,
  toolCalls: limit,
  tokens: limit.meta({ description: 'Input and output tokens together.' }),
  durationMs: limit.meta({ description: 'Milliseconds of work.' }),
  usd: limit.meta({ description: 'US dollars, where the price of the model is known.' }),
});

const timeouts = z.strictObject({
  requestMs: limit,
  firstTokenMs: limit.meta({ description: 'Milliseconds to the first piece of an answer. Default 30000.' }),
  tokenMs: limit.meta({ description: 'Milliseconds between two pieces. Default 30000.' }),
  toolMs: limit.meta({ description: 'Milliseconds for one attempt of a tool. Default 60000.' }),
  hookMs: limit,
});

const settings = z.strictObject({
  temperature: z.number().optional(),
  maxTokens: z.int().positive().optional(),
  topP: z.number().optional(),
  stop: z.array(z.string()).optional(),
  seed: z.int().optional(),
  reasoning: z
    .union([
      z.enum(['none', 'minimal', 'low', 'medium', 'high', 'max']),
      z.strictObject({ budgetTokens: z.int().positive() }),
    ])
    .optional(),
  parallelToolCalls: z.boolean().optional(),
  promptCache: z.union([z.boolean(), z.strictObject({ ttl: z.enum(['5m', '1h']) })]).optional(),
});

const toolConfig = z.strictObject({
  retries: count.optional().meta({
    description: 'Times a failed call of an idempotent tool is run again. Default: what the tool says.',
  }),
  retryDelayMs: count
    .optional()
    .meta({ description: 'Milliseconds before the first of them, doubled for each one after. Default 500.' }),
  timeoutMs: limit.meta({ description: 'Milliseconds for one attempt. Default 60000.' }),
  maxRetries: count
    .optional()
    .meta({ description: 'Times the model may correct a refused call. Default 2.' }),
  maxCalls: count.optional(),
  maxResultChars: limit.meta({
    description: 'Most characters of a result that the model is shown. Default 100000.',
  }),
  trust: z.enum(['trusted', 'untrusted']).optional(),
});

const approvalRule = z.union([
  z.string(),
  z.strictObject({
    tool: z.string().meta({ description: 'Name or glob.' }),
    when: z
      .record(z.string(), json)
      .optional()
      .meta({ description: 'By parameter: the value it must have; in texts * stands for any characters.' }),
    reason: z.string().optional(),
  }),
]);

/** What an agent can say, and the top of a file for all of them. */
export const agentShape = {
  model: model.optional().meta({
    description: 'Provider and model: openai/gpt-6-astra. PEGBOARD_MODEL wins over the one at the top.',
  }),
  instructions: z.string().optional().meta({ description: 'The system prompt, or ${file:prompts/it.md}.' }),
  tools: z
    .array(z.string())
    .optional()
    .meta({ description: 'Names, globs (file_*), tags (#net); ! takes away. Default: none.' }),
  approval: z.array(approvalRule).optional().meta({
    description: "Calls that a person must approve. An agent's rules are added to those at the top.",
  }),
  fallback: z
    .array(model)
    .optional()
    .meta({ description: 'Models that are asked in turn when the first fails.' }),
  limits: limits.optional(),
  timeouts: timeouts.optional(),
  settings: settings.optional(),
  toolConfig: toolConfig
    .optional()
    .meta({ description: 'Options of every tool of the agent, over what the tools say.' }),
  toolExecution: z.enum(['parallel', 'sequential']).optional(),
  toolConcurrency: z.union([z.int().positive(), z.literal(false)]).optional(),
  toolChoice: z
    .union([z.enum(['auto', 'none', 'required']), z.strictObject({ tool: z.string() })])
    .optional(),
  toolProtocol: z.enum(['auto', 'native', 'text']).optional(),
  maxToolRetries: z.union([count, z.literal(false)]).optional(),
  maxTotalToolRetries: z.union([count, z.literal(false)]).optional(),
  modelRetries: z.union([count, z.literal(false)]).optional(),
  repeatLimit: z.union([z.int().min(2), z.literal(false)]).optional(),
  eager: z.boolean().optional(),
  onToolFailure: z.enum(['continue', 'skipRest']).optional(),
  onToolError: z.enum(['result', 'throw']).optional(),
  output: jsonObject
    .optional()
    .meta({ description: 'JSON Schema of the value that every run ends with. Default: text.' }),
  outputMode: z.enum(['auto', 'native', 'tool', 'prompt']).optional(),
  maxOutputRetries: count.optional(),
  providerOptions: z
    .record(z.string(), jsonObject)
    .optional()
    .meta({ description: 'By provider: keys for the request body, as they are.' }),
  trustPolicy: z.literal(false).optional(),
  memory: z
    .string()
    .optional()
    .meta({ description: 'in-process, or the name of a memory that a plugin offers.' }),
  version: z.string().optional().meta({ description: 'Kept in the run state.' }),
};

/** Settings that `Agent` takes as they are. */
export const passedOn = [
  'limits',
  'timeouts',
  'settings',
  'toolExecution',
  'toolConcurrency',
  'toolChoice',
  'toolProtocol',
  'maxToolRetries',
  'maxTotalToolRetries',
  'modelRetries',
  'repeatLimit',
  'eager',
  'onToolFailure',
  'onToolError',
  'output',
  'outputMode',
  'maxOutputRetries',
  'providerOptions',
  'trustPolicy',
  'version',
  'instructions',
] as const satisfies readonly (keyof typeof agentShape & keyof AgentOptions)[];
