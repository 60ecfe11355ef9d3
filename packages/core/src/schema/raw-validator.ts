import { dereference, type OutputUnit, type Schema, validate } from '@cfworker/json-schema';
import type { JsonSchema } from '../contracts/standard-schema.ts';
import { describeError } from '../errors/describe-error.ts';
import { didYouMean } from '../lib/nearest.ts';
import { explainErrors } from './explain-errors.ts';
import { type Lookup, referenceOf } from './locate-keyword.ts';
import { notJsonIssue } from './not-json.ts';
import { brokenSchema } from './prepare-raw.ts';
import type { Validation } from './validation.ts';
import { walkSchema } from './walk-schema.ts';

/** Judges values by one prepared schema. `documents` are others that it may refer to, by their address. */
export function createRawValidator(
  schema: JsonSchema,
  documents: Readonly<Record<string, JsonSchema>> = {},
): (value: unknown) => Validation {
  const lookup = resolveAll(schema, documents);
  const root: Schema = schema;
  const judge = (value: unknown, brief: boolean): OutputUnit[] =>
    validate(value, root, '2020-12', lookup, brief).errors;
  return (value) => {
    try {
      const brief = judge(value, true);
      if (brief.length === 0) return { ok: true, value };
      return { ok: false, issues: explainErrors(allErrors(judge, value, brief), { value, root, lookup }) };
    } catch (cause) {
      const issue = notJsonIssue(value);
      if (issue !== undefined) return { ok: false, issues: [issue] };
      throw brokenSchema('#', 'the validator could not apply it', describeError(cause), cause);
    }
  };
}

/** Every error, unless there are so many that the validator cannot collect them. */
function allErrors(
  judge: (value: unknown, brief: boolean) => OutputUnit[],
  value: unknown,
  brief: OutputUnit[],
): OutputUnit[] {
  try {
    return judge(value, false);
  } catch {
    return brief;
  }
}

function resolveAll(schema: JsonSchema, documents: Readonly<Record<string, JsonSchema>>): Lookup {
  let lookup: Lookup;
  try {
    lookup = dereference(schema);
    for (const [address, document] of Object.entries(documents)) {
      dereference({ ...document, $id: address }, lookup);
    }
  } catch (cause) {
    throw brokenSchema('#', 'its references cannot be resolved', describeError(cause), cause);
  }
  checkReferences(schema, lookup);
  return lookup;
}

function checkReferences(schema: JsonSchema, lookup: Lookup): void {
  walkSchema(schema, (node, place) => {
    const ref = node['$ref'];
    if (typeof ref !== 'string') return;
    if (Object.hasOwn(lookup, referenceOf(node) ?? ref)) return;
    const known = Object.keys(lookup)
      .filter((address) => address.includes('#'))
      .map((address) => address.slice(address.indexOf('#')));
    throw brokenSchema(
      place,
      `"$ref" leads nowhere: ${JSON.stringify(ref)}`,
      didYouMean(ref, known).trim() || undefined,
    );
  });
}
