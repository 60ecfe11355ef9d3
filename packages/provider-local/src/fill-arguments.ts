import { isJsonObject, type JsonObject, type JsonSchema, type JsonValue } from '@pegboard/core/provider';
import { type Candidate, type Material, overlaps, strength } from './candidate.ts';
import { findCandidates, isList } from './find-candidates.ts';
import { fitsSchema } from './fits-schema.ts';
import { type Parameter, plainNode, propertyList, toObject } from './property-list.ts';
import type { Fact } from './read-facts.ts';
import { readValues } from './read-values.ts';
import { isStopWord, meaningsOf } from './words.ts';

/** What can be filled of one tool's arguments. */
export interface Filled {
  /** One object per call; several when the text lists several values for one parameter. Empty while something is missing. */
  readonly inputs: readonly JsonObject[];
  /** Required parameters without a value. */
  readonly missing: readonly Parameter[];
  /** How sure each filled parameter is. */
  readonly strengths: ReadonlyMap<string, number>;
}

/** Words that begin a request and are no part of the name after them. */
const requestWords =
  /^(?:compare|convert|find|show|calculate|compute|translate|search|add|send|check|list|create|write|read|open|count|fetch|look|make|plan|book|set|start|run|multiply|divide|subtract|now|today|tomorrow|then|next|finally)$/i;

/** Fills the arguments that a schema asks for from a text and from what earlier calls gave. Never invents a value. */
export function fillArguments(
  schema: JsonSchema,
  text: string,
  facts: readonly Fact[],
  toolName = '',
): Filled {
  const toolMeanings = meaningsOf(toolName);
  const isNoise = (word: string): boolean =>
    isStopWord(word) ||
    requestWords.test(word) ||
    meaningsOf(word).some((meaning) => toolMeanings.includes(meaning));
  return fillObject(
    schema,
    { text, values: readValues(text, isNoise), facts, toolMeanings, root: schema },
    0,
  );
}

type Assigned = Map<string, Candidate>;

function fillObject(schema: JsonSchema, material: Material, depth: number): Filled {
  const parameters = propertyList(plainNode(schema, material.root));
  const candidates = new Map<string, readonly Candidate[]>(
    parameters.map((parameter) => [parameter.name, candidatesOf(parameter, material, depth)]),
  );
  const assigned = assign(parameters, candidates);
  fillLists(parameters, assigned, material);
  const missing = parameters.filter((parameter) => parameter.required && !assigned.has(parameter.name));
  const inputs = missing.length > 0 ? [] : multiply(parameters, assigned, candidates, material.text);
  return {
    inputs: inputs.filter((input) => fitsSchema(schema, input, material.root)),
    missing,
    strengths: new Map([...assigned].map(([name, candidate]) => [name, candidate.strength])),
  };
}

function candidatesOf(parameter: Parameter, material: Material, depth: number): readonly Candidate[] {
  if (parameter.schema['type'] !== 'object') return findCandidates(parameter, material);
  if (depth > 2) return [];
  const inner = fillObject(parameter.schema, material, depth + 1);
  const [value] = inner.inputs;
  if (value === undefined) return findCandidates(parameter, material);
  const sure = Math.max(strength.free, ...inner.strengths.values());
  return [{ value, strength: sure }, ...findCandidates(parameter, material)];
}

/** Gives each value to one parameter only, the surest pairs first. */
function assign(
  parameters: readonly Parameter[],
  candidates: ReadonlyMap<string, readonly Candidate[]>,
): Assigned {
  const pairs = parameters
    .filter((parameter) => !isList(parameter.schema))
    .flatMap((parameter) =>
      (candidates.get(parameter.name) ?? []).map((candidate) => ({ parameter, candidate })),
    )
    .filter(({ parameter, candidate }) => parameter.required || candidate.strength >= strength.specific)
    .toSorted((one, other) => other.candidate.strength - one.candidate.strength);
  const assigned: Assigned = new Map();
  for (const { parameter, candidate } of pairs) {
    if (!assigned.has(parameter.name) && isFree(candidate, assigned)) assigned.set(parameter.name, candidate);
  }
  return assigned;
}

function isFree(candidate: Candidate, assigned: Assigned): boolean {
  return [...assigned.values()].every(
    (other) =>
      !overlaps(candidate.span, other.span) &&
      (candidate.fact === undefined || candidate.fact !== other.fact),
  );
}

/** A list takes all the values of its kind that no other parameter took. */
function fillLists(parameters: readonly Parameter[], assigned: Assigned, material: Material): void {
  for (const parameter of parameters.filter(({ schema }) => isList(schema))) {
    const { items, maxItems } = parameter.schema;
    const item = { ...parameter, schema: plainNode(isJsonObject(items) ? items : {}, material.root) };
    const all = itemsFor(item, material).filter((candidate) => isFree(candidate, assigned));
    const best = all[0]?.strength ?? 0;
    const chosen = all.filter(
      (candidate) => candidate.strength >= Math.min(best, strength.proper) && !isEcho(candidate, all),
    );
    const values = chosen
      .toSorted((one, other) => (one.span?.start ?? 0) - (other.span?.start ?? 0))
      .map(({ value }) => value);
    const found = values.slice(0, typeof maxItems === 'number' ? maxItems : undefined);
    const isSure = parameter.required || best >= strength.specific;
    const list = found.length === 0 ? parameter.schema['default'] : found;
    if (list === undefined || !isSure || !fitsSchema(parameter.schema, list, material.root)) continue;
    assigned.set(parameter.name, { value: list, strength: found.length === 0 ? strength.fallback : best });
  }
}

function itemsFor(item: Parameter, material: Material): readonly Candidate[] {
  if (item.schema['type'] === 'object') return candidatesOf(item, material, 1);
  const lists = material.facts.filter((fact) => Array.isArray(fact.value));
  const single = findCandidates(item, material);
  const spread = lists.flatMap((fact) =>
    Array.isArray(fact.value)
      ? fact.value.map((value: JsonValue): Candidate => ({ value, strength: strength.likely }))
      : [],
  );
  return [...single, ...spread.filter(({ value }) => fitsSchema(item.schema, value, material.root))];
}

/** A fallback beside real values. */
function isEcho(candidate: Candidate, all: readonly Candidate[]): boolean {
  return (
    candidate.span === undefined &&
    candidate.fact === undefined &&
    all.some((other) => other.span !== undefined)
  );
}

/** `Oslo, Paris and Rome` for one parameter makes three inputs. */
function multiply(
  parameters: readonly Parameter[],
  assigned: Assigned,
  candidates: ReadonlyMap<string, readonly Candidate[]>,
  text: string,
): readonly JsonObject[] {
  const base = parameters.flatMap(({ name }) => {
    const value = assigned.get(name)?.value;
    return value === undefined ? [] : [[name, value] as const];
  });
  for (const { name } of parameters) {
    const first = assigned.get(name);
    const others = (candidates.get(name) ?? []).filter(
      (candidate) => candidate.span !== undefined && isFree(candidate, assigned),
    );
    const listed = first?.span === undefined ? [] : listedWith(first, others, text);
    if (listed.length === 0) continue;
    const all = [first, ...listed]
      .filter((one) => one !== undefined)
      .toSorted((one, other) => startOf(one) - startOf(other));
    return distinct(
      all.map(({ value }) => toObject([...base.filter(([key]) => key !== name), [name, value]])),
    );
  }
  return [toObject(base)];
}

function startOf(candidate: Candidate): number {
  return candidate.span?.start ?? 0;
}

/** The candidates that the text joins to this one by commas or `and`, directly or through each other. */
function listedWith(first: Candidate, others: readonly Candidate[], text: string): readonly Candidate[] {
  const inOrder = others.toSorted((one, other) => startOf(one) - startOf(other));
  const after = inOrder.filter((one) => startOf(one) > startOf(first));
  const before = inOrder.filter((one) => startOf(one) < startOf(first)).toReversed();
  return [...chain(first, after, text), ...chain(first, before, text)];
}

function chain(first: Candidate, others: readonly Candidate[], text: string): readonly Candidate[] {
  const joined: Candidate[] = [];
  let last = first;
  for (const candidate of others) {
    if (!isJoined(last, candidate, text)) continue;
    joined.push(candidate);
    last = candidate;
  }
  return joined;
}

const joint =
  /^["'”»`]?\s*(?:[,;&]|,?\s*\b(?:and|or)\b)\s*(?:(?:in|at|for|of|on|from|to|also)\s+)?(?:(?:the|an?)\s+)?["'“«`]?$/iu;

function isJoined(one: Candidate, other: Candidate, text: string): boolean {
  const [left, right] = startOf(one) < startOf(other) ? [one, other] : [other, one];
  const between = text.slice(left.span?.end ?? 0, startOf(right));
  return between.length < 30 && joint.test(between);
}

function distinct(inputs: readonly JsonObject[]): readonly JsonObject[] {
  return [...new Map(inputs.map((input) => [JSON.stringify(input), input])).values()];
}
