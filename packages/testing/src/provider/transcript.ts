import type {
  ModelBatch,
  ModelEvent,
  ModelPart,
  ModelWarning,
  RawToolCall,
  ResponseInfo,
  Usage,
  Finish,
} from '@pegboard/core';
import { check, checkOneOf, checkSame } from '../conformance/check.ts';

/** What a stream came to: its events, and the message that core would build of them. */
export interface Transcript {
  readonly batches: readonly ModelBatch[];
  readonly events: readonly ModelEvent[];
  readonly response: ResponseInfo | undefined;
  /** In the order of their indexes. */
  readonly parts: readonly ModelPart[];
  readonly text: string;
  readonly reasoning: string;
  readonly calls: readonly RawToolCall[];
  readonly warnings: readonly ModelWarning[];
  readonly finish: Finish | undefined;
  readonly usage: Usage | undefined;
}

/** Reads batches as core does: a `part` event counts, deltas stand in where there is none. */
export function transcriptOf(batches: readonly ModelBatch[]): Transcript {
  const events = batches.flat();
  const parts = assemble(events);
  const finish = events.findLast((event) => event.type === 'finish');
  return {
    batches,
    events,
    parts,
    response: events.find((event) => event.type === 'start')?.response,
    text: join(parts, 'text'),
    reasoning: join(parts, 'reasoning'),
    calls: parts.filter((part) => part.type === 'tool-call'),
    warnings: events.filter((event) => event.type === 'warning'),
    finish: finish?.finish,
    usage: finish?.usage,
  };
}

function assemble(events: readonly ModelEvent[]): ModelPart[] {
  const parts = new Map<number, ModelPart>();
  const whole = new Set<number>();
  for (const event of events) {
    if (event.type === 'part') {
      parts.set(event.index, event.part);
      whole.add(event.index);
    } else if ((event.type === 'text' || event.type === 'reasoning') && !whole.has(event.index)) {
      const before = parts.get(event.index);
      const text = before?.type === event.type ? before.text : '';
      parts.set(event.index, { type: event.type, text: text + event.text });
    }
  }
  return [...parts].toSorted(([a], [b]) => a - b).map(([, part]) => part);
}

function join(parts: readonly ModelPart[], type: 'text' | 'reasoning'): string {
  return parts.map((part) => (part.type === type ? part.text : '')).join('');
}

const finishReasons = [
  'stop',
  'tool-calls',
  'length',
  'content-filter',
  'refusal',
  'pause',
  'error',
  'other',
];

/** The obligations that hold for every answer, whatever the case is about. */
export function checkEvents(transcript: Transcript, complete: boolean): void {
  const { batches, events } = transcript;
  for (const batch of batches) check(Array.isArray(batch), 'the stream must yield arrays of events');
  const finishes = events.filter(({ type }) => type === 'finish').length;
  if (complete) {
    check(finishes === 1, `there must be exactly one finish event, there are ${finishes}`);
    check(events.at(-1)?.type === 'finish', 'finish must be the last event');
  } else {
    check(finishes === 0, 'a stream that fails must not have finished');
  }
  const starts = events.flatMap(({ type }, at) => (type === 'start' ? [at] : []));
  check(starts.length <= 1, `there must be at most one start event, there are ${starts.length}`);
  const first = events.findIndex(({ type }) => type !== 'start' && type !== 'warning');
  check(
    starts.length === 0 || first === -1 || (starts[0] ?? 0) < first,
    'start must come before the content',
  );
  checkSame(JSON.parse(JSON.stringify(events)), events, 'events must be plain JSON');
  checkIndexes(events);
  if (complete) checkDeltas(transcript);
  if (transcript.finish) checkOneOf(transcript.finish.unified, finishReasons, 'finish.unified');
  checkCounts(transcript.usage);
}

/** One index, one part. */
function checkIndexes(events: readonly ModelEvent[]): void {
  const kinds = new Map<number, string>();
  const done = new Set<number>();
  for (const event of events) {
    if (!('index' in event)) continue;
    check(
      Number.isInteger(event.index) && event.index >= 0,
      `index ${event.index} must be a whole number from 0`,
    );
    const kind = event.type === 'part' ? event.part.type : event.type.replace('-delta', '');
    check(
      (kinds.get(event.index) ?? kind) === kind,
      `index ${event.index} is used for ${kinds.get(event.index)} and ${kind}`,
    );
    kinds.set(event.index, kind);
    check(!done.has(event.index), `an event of part ${event.index} comes after the whole part`);
    if (event.type === 'part') done.add(event.index);
  }
}

function checkDeltas({ events }: Transcript): void {
  const deltas = new Map<number, string>();
  for (const event of events) {
    if (event.type === 'text' || event.type === 'reasoning') {
      deltas.set(event.index, (deltas.get(event.index) ?? '') + event.text);
    } else if (event.type === 'tool-call-delta') {
      deltas.set(event.index, (deltas.get(event.index) ?? '') + event.argsText);
    }
  }
  for (const event of events) {
    if (event.type === 'tool-call-delta') {
      const whole = events.some((other) => other.type === 'part' && other.index === event.index);
      check(whole, `the call at index ${event.index} has deltas but no part event`);
    }
    if (event.type === 'part') checkAgainstDeltas(event.part, deltas.get(event.index));
  }
}

function checkAgainstDeltas(part: ModelPart, joined: string | undefined): void {
  if (joined === undefined) return;
  if (part.type === 'text' || part.type === 'reasoning')
    checkSame(joined, part.text, `deltas of a ${part.type} part`);
  if (part.type === 'tool-call' && typeof part.args === 'string')
    checkSame(joined, part.args, 'deltas of a call');
}

function checkCounts(usage: Usage | undefined): void {
  for (const [name, count] of Object.entries(usage ?? {})) {
    if (name === 'raw' || count === undefined) continue;
    check(
      Number.isInteger(count) && Number(count) >= 0,
      `usage.${name} must be a whole number from 0 or absent, it is ${String(count)}`,
    );
  }
}
