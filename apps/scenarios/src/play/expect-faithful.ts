import type { Message } from '@pegboard/core';
import type { WireFormat } from '@pegboard/testing';
import { expect } from 'vitest';
import { excerpt } from '../host/excerpt.ts';
import type { SeenRequest } from '../host/open-host.ts';
import { type Facts, factsIn, factsOf } from './facts.ts';

/** What every API takes as a name. Others are sent as another name, which ends in a hash. */
const safeName = /^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$/;
const hashed = /_[0-9a-f]{8}$/;

/** Each request that was answered must have held the conversation as it was before the answer. The last answers of `provider` are theirs. */
export function expectFaithful(
  wire: WireFormat,
  seen: readonly SeenRequest[],
  provider: string,
  messages: readonly Message[],
): void {
  const requests = seen.filter(({ answered }) => answered);
  const answers = messages.flatMap((message, at) =>
    message.role === 'assistant' && message.origin?.provider === provider ? [at] : [],
  );
  expect(answers.length, 'answers in the conversation').toBeGreaterThanOrEqual(requests.length);
  for (const [number, request] of requests.entries()) {
    const told = factsOf(messages.slice(0, answers.at(number - requests.length)));
    const where = `request ${number + 1} of ${requests.length} at ${wire.codec}:\n${excerpt(request.text)}\n`;
    expectSame(factsIn(request.facts), told, where, wire);
  }
}

function expectSame(got: Facts, told: Facts, where: string, { noMediaUrls }: WireFormat): void {
  expect(got.calls.map(named), `calls in ${where}`).toEqual(told.calls.map(named));
  expect(
    got.results.map(({ of }) => of),
    `results belong to their calls, in ${where}`,
  ).toEqual(told.results.map(({ of }) => of));
  for (const [at, { texts, whole }] of told.results.entries()) {
    const read = got.results[at]?.texts ?? [];
    if (whole) expect(read, `result ${at} in ${where}`).toEqual(texts);
    else expectInOrder(read, texts, `result ${at} in ${where}`);
  }
  // An API that takes data only takes images only.
  const kept = noMediaUrls ? told.media.filter((data) => !data.startsWith('JVBER')) : told.media;
  expect(got.media, `media in ${where}`).toEqual(kept);
  expectInOrder(got.texts.user, told.texts.user, `what the user said, in ${where}`);
  expectInOrder(got.texts.assistant, told.texts.assistant, `what models said, in ${where}`);
  // Where an API takes instructions only at the start, later ones are told as a user's words.
  const anybody = [...got.texts.system, ...got.texts.user];
  for (const text of told.texts.system)
    expect(anybody.join('\n'), `instructions in ${where}`).toContain(text);
}

function named(call: Facts['calls'][number]): Facts['calls'][number] {
  return safeName.test(call.name) && !hashed.test(call.name) ? call : { ...call, name: '(odd)' };
}

function expectInOrder(got: readonly string[], told: readonly string[], where: string): void {
  const all = got.join('\n');
  let from = 0;
  for (const text of told) {
    const at = all.indexOf(text, from);
    expect(at, `${JSON.stringify(text.slice(0, 100))} is missing or misplaced: ${where}`).not.toBe(-1);
    from = at + text.length;
  }
}
