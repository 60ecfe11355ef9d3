import type { JsonObject } from '../contracts/json.ts';
import type { FinishReason } from '../contracts/message.ts';
import type { RecoveryError, Repair } from '../contracts/repair.ts';
import type { JsonSchema } from '../contracts/standard-schema.ts';
import { coerceArguments, plainObject } from '../schema/coerce-arguments.ts';
import { type Draft, isDraftObject } from '../schema/coerce-draft.ts';
import { type Judge, judgeOf } from '../schema/coerce-judge.ts';
import { strangeKeys } from '../schema/coerce-keys.ts';
import type { Scope } from '../schema/coerce-scope.ts';
import {
  cutOffError,
  misfitError,
  notObjectError,
  readingError,
  strangeKeyError,
  tooLargeError,
  unsettledError,
} from './argument-errors.ts';
import { draftOf } from './draft-of.ts';
import { keepsText } from './keeps-text.ts';
import { parseArguments } from './parse-arguments.ts';
import { readLenient } from './read-lenient.ts';

export type ArgumentsReading =
  | {
      readonly ok: true;
      readonly input: JsonObject;
      readonly repairs: readonly Repair[];
      /** Unknown parameters that were passed on, in words. */
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly error: RecoveryError };

export interface ReadArgumentsOptions {
  /** With `length` nothing is read: the arguments may have been cut off. */
  readonly finish?: FinishReason;
  /** A last step for text that is no JSON; its result counts only if it fits the schema and keeps every part of the text. */
  readonly repairJson?: (text: string) => string;
  /** Most characters of the text; default: no limit. */
  readonly maxPayloadChars?: number;
}

interface Task {
  readonly tool: string;
  readonly judge: Judge;
  readonly schema: JsonSchema;
}

/**
 * Reads the arguments of one call under the tool's input schema: mends what can be meant in one way only, refuses the rest with a
 * message for the model. Throws `ConfigError` for a broken schema.
 */
export function readArguments(
  args: string | JsonObject,
  tool: { readonly name: string; readonly inputSchema: JsonSchema },
  options: ReadArgumentsOptions = {},
): ArgumentsReading {
  const { name } = tool;
  const { finish, maxPayloadChars = Infinity } = options;
  if (finish === 'length') return refuse(cutOffError(name, 'the output limit'));
  if (typeof args === 'string' && args.length > maxPayloadChars) {
    return refuse(tooLargeError(name, args.length, maxPayloadChars));
  }
  const task: Task = { tool: name, judge: judgeOf(tool.inputSchema), schema: tool.inputSchema };
  const parsed = parseArguments(args);
  if (parsed.ok && parsed.clean && task.judge.validate(parsed.input).ok) {
    const strangers = strangeKeys(parsed.input, task.schema);
    if (strangers.length === 0) return { ok: true, input: parsed.input, repairs: [], warnings: [] };
  }
  return typeof args === 'string'
    ? readText(args, task, options.repairJson)
    : readDraft(draftOf(args), [], task);
}

function refuse(error: RecoveryError): ArgumentsReading {
  return { ok: false, error };
}

function readText(
  text: string,
  task: Task,
  repairJson: ReadArgumentsOptions['repairJson'],
): ArgumentsReading {
  if (text.trim() === '') return readDraft({}, [], task);
  const reading = readLenient(text, task.schema);
  if (reading.ok) return readDraft(reading.value, reading.repairs, task);
  const last =
    reading.problem.code === 'malformed_arguments' ? withUsersRepair(text, task, repairJson) : undefined;
  return last ?? refuse(readingError(task.tool, text, reading.problem));
}

function withUsersRepair(
  text: string,
  task: Task,
  repairJson: ReadArgumentsOptions['repairJson'],
): ArgumentsReading | undefined {
  const repaired = repairJson && attempt(repairJson, text);
  if (repaired === undefined || !keepsText(text, repaired)) return undefined;
  const reading = readLenient(repaired, task.schema);
  if (!reading.ok) return undefined;
  const repair: Repair = { kind: 'repair-json', path: '', detail: 'read with the help of repairJson' };
  const outcome = readDraft(reading.value, [repair, ...reading.repairs], task);
  return outcome.ok ? outcome : undefined;
}

/** The user's function may throw, and return what it likes. */
function attempt(repairJson: (text: string) => unknown, text: string): string | undefined {
  try {
    const repaired = repairJson(text);
    return typeof repaired === 'string' ? repaired : undefined;
  } catch {
    return undefined;
  }
}

function readDraft(draft: Draft | undefined, mended: readonly Repair[], task: Task): ArgumentsReading {
  const { tool, judge } = task;
  if (draft === undefined) return refuse(tooDeep(tool));
  const scope: Scope = { judge, readText: (text) => innerDraft(text), path: [], repairs: [], trials: 0 };
  const coerced = coerceArguments(draft, tool, scope);
  if (!isDraftObject(coerced)) return refuse(notObjectError(tool, coerced));
  const input = plainObject(coerced);
  if (input === undefined) return refuse(unsettledError(tool, coerced));
  const validation = judge.validate(input);
  if (!validation.ok) return refuse(misfitError(tool, validation.issues));
  return judgeKeys(input, [...mended, ...scope.repairs], task);
}

function tooDeep(tool: string): RecoveryError {
  return { code: 'too_large', message: `${tool} was not run: its arguments are nested too deeply.`, tool };
}

/** JSON text inside a string; what is mended there is not listed one by one. */
function innerDraft(text: string): Draft | undefined {
  const reading = readLenient(text);
  return reading.ok ? reading.value : undefined;
}

/** Unknown keys that look like a known one are refused; the others are passed on with a word of warning. */
function judgeKeys(input: JsonObject, repairs: readonly Repair[], { tool, schema }: Task): ArgumentsReading {
  const strangers = strangeKeys(input, schema);
  const slips = strangers.filter((stranger) => stranger.nearest !== undefined);
  if (slips.length > 0) return refuse(strangeKeyError(tool, slips));
  const warnings = strangers.map(({ path }) => `unknown parameter ${path} passed on`);
  return { ok: true, input, repairs, warnings };
}
