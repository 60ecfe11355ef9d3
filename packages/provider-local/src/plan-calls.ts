import type { JsonObject, ToolSpec } from '@pegboard/core/provider';
import { strength } from './candidate.ts';
import { type Filled, fillArguments } from './fill-arguments.ts';
import { meaningsOf } from './words.ts';
import type { Parameter } from './property-list.ts';
import { rankTools, subjectOf, worthCalling } from './rank-tools.ts';
import type { PastCall } from './read-conversation.ts';
import { readFacts } from './read-facts.ts';
import { mentionsResults, takesResults } from './string-candidates.ts';

export interface PlannedCall {
  readonly name: string;
  readonly input: JsonObject;
}

export interface Plan {
  /** What can be called now. Never a call that was made since the latest user message. */
  readonly calls: readonly PlannedCall[];
  /** The tools that the text speaks of but for which something is missing. */
  readonly missing: readonly { readonly tool: ToolSpec; readonly parameters: readonly Parameter[] }[];
}

interface Situation {
  readonly tools: readonly ToolSpec[];
  readonly text: string;
  readonly calls: readonly PastCall[];
}

interface Entry {
  readonly tool: ToolSpec;
  readonly filled: Filled;
}

/** The calls that the text asks for, in its order, those that others wait for first. `forced`: these tools, whatever the text says. */
export function planCalls(situation: Situation, forced?: readonly ToolSpec[]): Plan {
  const involved = withProducers(forced ?? wantedTools(situation), situation);
  const entries = involved.map((tool) => ({ tool, filled: fill(tool, situation) }));
  const open = entries.filter((entry) => !isBlocked(entry, entries, situation));
  const ready = open.filter((entry) => !waits(entry, entries, situation));
  const calls = newCalls(ready, situation);
  return {
    // Tools that wait for each other, or for one that cannot be called, are not kept waiting for ever.
    calls: calls.length > 0 ? calls : newCalls(open, situation),
    missing: entries
      .filter(({ tool, filled }) => filled.inputs.length === 0 && !isCalled(tool, situation.calls))
      .map(({ tool, filled }) => ({ tool, parameters: toAskFor(filled.missing, situation.tools) })),
  };
}

/** What only the user can tell; what a tool can give is asked for when there is nothing else. */
function toAskFor(missing: readonly Parameter[], tools: readonly ToolSpec[]): readonly Parameter[] {
  const own = missing.filter(({ name }) => !tools.some((tool) => produces(tool, name)));
  return own.length > 0 ? own : missing;
}

function wantedTools({ tools, text }: Situation): readonly ToolSpec[] {
  const ranked = rankTools(tools, text);
  const wanted = ranked
    .filter(({ own }) => own >= worthCalling)
    .toSorted((one, other) => one.at - other.at)
    .map(({ tool }) => tool);
  const [best] = ranked;
  return wanted.length === 0 && best !== undefined && best.score >= worthCalling ? [best.tool] : wanted;
}

function fill(tool: ToolSpec, { text, calls }: Situation): Filled {
  const facts = readFacts(calls.filter((call) => call.name !== tool.name));
  return fillArguments(tool.inputSchema, text, facts, tool.name);
}

function isCalled(tool: ToolSpec, calls: readonly PastCall[]): boolean {
  return calls.some((call) => call.name === tool.name);
}

/** Adds the tools whose results the wanted ones need: a `distance_km` comes from a `city_distance`. */
function withProducers(wanted: readonly ToolSpec[], situation: Situation): readonly ToolSpec[] {
  const involved = [...wanted];
  // The list grows while it is walked, so that producers get their own producers.
  for (const tool of involved) {
    for (const name of unsure(fill(tool, situation))) {
      const producer = situation.tools.find((other) => !involved.includes(other) && produces(other, name));
      if (producer !== undefined && fill(producer, situation).missing.length === 0) involved.push(producer);
    }
  }
  return involved;
}

/** Parameters without a value, or with a number that nothing in the text ties to them. */
function unsure({ missing, strengths }: Filled): readonly string[] {
  const loose = [...strengths].filter(([, sure]) => sure === strength.typed).map(([name]) => name);
  return [...missing.map(({ name }) => name), ...loose];
}

function produces(tool: ToolSpec, parameter: string): boolean {
  const subject = subjectOf(tool);
  return subject !== undefined && meaningsOf(parameter).includes(subject);
}

/** Where the producer of a value failed, nothing else is taken in its place. */
function isBlocked({ tool, filled }: Entry, entries: readonly Entry[], { calls }: Situation): boolean {
  const failed = entries.filter(
    (other) =>
      other.tool !== tool &&
      isCalled(other.tool, calls) &&
      !calls.some(({ name, status }) => name === other.tool.name && status === 'success'),
  );
  return guessed(filled).some((name) => failed.some((other) => produces(other.tool, name)));
}

/** A tool waits while another may still give what it would otherwise have to guess from the text. */
function waits({ tool, filled }: Entry, entries: readonly Entry[], { text, calls }: Situation): boolean {
  if (isCalled(tool, calls)) return false;
  const pending = entries.filter((other) => other.tool !== tool && !isCalled(other.tool, calls));
  if (guessed(filled).some((name) => pending.some((other) => produces(other.tool, name)))) return true;
  const takesResult = mentionsResults(text) && [...filled.strengths.keys()].some(takesResults);
  const isLast = takesResult || isLoose(filled);
  return isLast && pending.some((other) => other.filled.inputs.length > 0 && !isLoose(other.filled));
}

function guessed({ strengths }: Filled): readonly string[] {
  return [...strengths].filter(([, sure]) => sure < strength.named).map(([name]) => name);
}

/** Running text is filled last: what is to be summarised or sent may be another tool's result. */
function isLoose({ strengths }: Filled): boolean {
  return [...strengths.values()].includes(strength.free);
}

/** Calls not made yet. A tool that has been called is called again only for what the text itself still asks, so that a run always ends. */
function newCalls(entries: readonly Entry[], { text, calls }: Situation): readonly PlannedCall[] {
  return entries.flatMap(({ tool, filled }) => {
    const past = calls.filter((call) => call.name === tool.name);
    const inputs =
      past.length === 0 ? filled.inputs : fillArguments(tool.inputSchema, text, [], tool.name).inputs;
    const made = new Set(past.map((call) => keyOf(call.input)));
    return inputs
      .filter((input) => !made.has(keyOf(input)))
      .slice(0, Math.max(0, inputs.length - past.length))
      .map((input) => ({ name: tool.name, input }));
  });
}

/** The same for the same arguments in any order. */
function keyOf(input: JsonObject): string {
  return JSON.stringify(sorted(input));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, member]) => [key, sorted(member)]);
}
