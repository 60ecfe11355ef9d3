import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import type { CallsReading, RecoveryDoor } from '../adapters/recovery-door.ts';
import { randomChunks } from '../chunkings.ts';
import type { ExpectedCall } from '../corpus.ts';
import { callWith, nastyText, plainText, prose } from './arbitraries.ts';
import type { FuzzDialect } from './dialect.ts';
import { fuzzTools as tools } from './fuzz-tools.ts';
import { readMarks } from './marks.ts';
import { mutate, mutation } from './mutate.ts';
import { jsonStyles, printJson } from './print-values.ts';

/** Thrown by a property; fast-check shrinks what led to it. */
class Broken extends TypeError {}

function callsFor(dialect: FuzzDialect): fc.Arbitrary<ExpectedCall[]> {
  const call = callWith(dialect.values === 'raw' ? plainText : fc.oneof(plainText, nastyText));
  return fc.array(call, { minLength: 1, maxLength: dialect.several ? 3 : 1 });
}

const style = fc.constantFrom(...jsonStyles);
const seed = fc.integer({ min: 1, max: 1_000_000 });

/** A rendered call with prose around it reads back exactly, whole and in any chunks, and none of it is visible. */
export function readsBack(door: RecoveryDoor, dialect: FuzzDialect) {
  const sides = fc.tuple(prose, prose);
  return fc.asyncProperty(
    callsFor(dialect),
    style,
    sides,
    seed,
    async (calls, look, [before, after], cut) => {
      const rendered = readMarks(dialect.render(calls, look)).text;
      const head = dialect.prose === 'none' || before === '' ? '' : `${before}\n`;
      const tail = dialect.prose !== 'around' || after === '' ? '' : `\n${after}`;
      const text = `${head}${rendered}${tail}`;
      const whole = await door.readToolCalls(text, { tools });
      check(sameCalls(whole.calls, calls) && whole.outcome === 'calls', 'not read back', text, whole);
      check(wordsOf(whole.text) === wordsOf(head + tail), 'another visible text', text, whole);
      const streamed = await stream(door, randomChunks(text, cut));
      check(isDeepStrictEqual(streamed.reading, whole), 'another reading in chunks', text, streamed);
      check(whole.text.trim().startsWith(streamed.shown.trim()), 'showed too much', text, streamed);
    },
  );
}

/** A damaged call reads back as a part of what was meant, or is refused; and the chunks make no difference. */
export function neverDiffers(door: RecoveryDoor, dialect: FuzzDialect) {
  const finish = fc.constantFrom('length', undefined);
  return fc.asyncProperty(
    callsFor(dialect),
    style,
    mutation,
    seed,
    finish,
    async (calls, look, change, cut, end) => {
      const text = mutate(readMarks(dialect.render(calls, look)), change);
      if (text === undefined) return;
      const options = end === undefined ? {} : { finish: 'length' as const };
      const whole = await door.readToolCalls(text, { tools, ...options });
      check(isPartOf(whole.calls, calls), 'another call', text, whole);
      check(end === undefined || whole.calls.length === 0, 'ran a call that hit the limit', text, whole);
      const streamed = await stream(door, randomChunks(text, cut), options);
      check(isDeepStrictEqual(streamed.reading, whole), 'another reading in chunks', text, streamed);
    },
  );
}

/** Native arguments, damaged in the same ways. */
export function argumentsNeverDiffer(door: RecoveryDoor) {
  const call = callWith(fc.oneof(plainText, nastyText));
  return fc.asyncProperty(call, style, mutation, async ({ name, input }, look, change) => {
    const tool = tools.find((one) => one.name === name);
    const text = mutate(readMarks(printJson(input, look)), change);
    if (text === undefined || !tool) return;
    const reading = await door.readArguments(text, tool, {});
    check(!reading.ok || sameValue(reading.input, input), 'other arguments', text, reading);
  });
}

async function stream(door: RecoveryDoor, chunks: readonly string[], finish: object = {}) {
  const reader = door.createToolCallReader({ tools });
  const shown = chunks.map((chunk) => reader.push(chunk)).join('');
  return { shown, reading: await reader.end(finish) };
}

function check(holds: boolean, what: string, text: string, got: unknown): void {
  if (!holds) throw new Broken(`${what}\n  text ${JSON.stringify(text)}\n  read ${JSON.stringify(got)}`);
}

const sameValue = (one: unknown, other: unknown) => isDeepStrictEqual(plain(one), plain(other));
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const bare = ({ name, input }: ExpectedCall) => ({ name, input });

function sameCalls(calls: CallsReading['calls'], due: readonly ExpectedCall[]): boolean {
  return sameValue(calls.map(bare), due.map(bare));
}

function isPartOf(calls: CallsReading['calls'], due: readonly ExpectedCall[]): boolean {
  const open = due.map(bare);
  return calls.map(bare).every((call) => {
    const at = open.findIndex((other) => sameValue(call, other));
    return at >= 0 && open.splice(at, 1).length === 1;
  });
}

function wordsOf(text: string): string {
  return text.split(/\s+/u).filter(Boolean).join(' ');
}
