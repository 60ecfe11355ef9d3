import type { JsonObject } from '../../contracts/json.ts';
import type { AnySchema } from '../../contracts/standard-schema.ts';
import { withDeadline } from '../../lib/deadline.ts';
import { parseArguments } from '../../recovery/parse-arguments.ts';
import { readArguments } from '../../recovery/read-arguments.ts';
import { compileSchema } from '../../schema/compile-schema.ts';
import { formatIssues } from '../../schema/format-issues.ts';
import { foreignError } from '../active-run.ts';
import { jsonTexts } from './json-texts.ts';
import type { OutputReading, ReadOptions } from '../run-output.ts';
import type { OutputTask } from './output-task.ts';

/**
 * Reads the value out of an answer's texts, the newest first: what is certain under the schema is mended, the rest refused. Rejects with the
 * signal's reason, or when the schema throws or hangs.
 */
export async function readOutput(
  texts: readonly string[],
  task: OutputTask,
  options: ReadOptions,
): Promise<OutputReading> {
  let refused: OutputReading | undefined;
  for (const text of texts) {
    let nearest: OutputReading | undefined;
    for (const candidate of jsonTexts(text, task)) {
      nearest = await readOne(candidate, task, options);
      if (nearest.ok) return nearest;
    }
    refused ??= nearest;
  }
  return refused ?? { ok: false, problem: 'there is no JSON in it' };
}

async function readOne(
  candidate: string | JsonObject,
  task: OutputTask,
  options: ReadOptions,
): Promise<OutputReading> {
  const parsed = parseArguments(candidate);
  const sound = parsed.ok && parsed.clean && !hasStrangeKeys(parsed.input, task);
  const first = sound ? await validated(parsed.input, task, options) : undefined;
  if (first?.ok) return first;
  const { repairJson } = options;
  const tool = { name: 'The answer', inputSchema: task.spec.schema };
  const reading = await guarded(options.signal, () =>
    readArguments(candidate, tool, repairJson ? { repairJson } : {}),
  );
  // The schema itself may be stricter than its JSON form; then its word counts.
  if (first && (!reading.ok || reading.repairs.length === 0)) return first;
  if (!reading.ok) return { ok: false, problem: aboutAnswer(reading.error.message) };
  return validated(reading.input, task, options);
}

/** Keys that the schema does not name and does not speak of either: they may be misspelt. */
function hasStrangeKeys(input: JsonObject, { spec }: OutputTask): boolean {
  const { properties, additionalProperties } = spec.schema;
  if (additionalProperties !== undefined || typeof properties !== 'object' || properties === null)
    return false;
  return Object.keys(input).some((key) => !Object.hasOwn(properties, key));
}

async function validated(
  input: JsonObject,
  { schema, wrapped }: OutputTask,
  { hookMs, signal }: ReadOptions,
): Promise<OutputReading> {
  const value = wrapped ? input['answer'] : input;
  return validateOutput(value, schema, { hookMs, signal });
}

/** Validates a value by the schema of the output. */
export async function validateOutput(
  value: unknown,
  schema: AnySchema,
  { hookMs, signal }: ReadOptions,
): Promise<OutputReading> {
  const validation = await guarded(signal, () =>
    withDeadline(() => compileSchema(schema).validate(value), { ms: hookMs, signal }),
  );
  if (validation.ok) return { ok: true, value: validation.value };
  return { ok: false, problem: `It does not fit:\n${formatIssues(validation.issues, { root: 'answer' })}` };
}

async function guarded<T>(signal: AbortSignal, work: () => PromiseLike<T> | T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    throw foreignError('schema', 'Validating the output', error);
  }
}

/** The reader speaks of the arguments of a call. */
function aboutAnswer(message: string): string {
  return message
    .replace(/^The answer was not run[:,]\s*/, '')
    .replace(/\b(?:its|the) arguments\b/g, 'it')
    .replace(/\bit (are|do|end|have)\b/g, (_, verb: string) => `it ${singular[verb]}`)
    .replace(/^- arguments:/gm, '- answer:')
    .replace(/Send the whole call again/, 'Write it again in full');
}

const singular: Readonly<Record<string, string>> = { are: 'is', do: 'does', end: 'ends', have: 'has' };
