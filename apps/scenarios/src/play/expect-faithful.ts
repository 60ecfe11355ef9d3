import type { Message } from '@pegboard/core';
import { expect } from 'vitest';
import type { Host } from '../host/open-host.ts';
import { excerpt } from '../host/excerpt.ts';
import { type Facts, factsIn, factsOf } from './facts.ts';

/** What every API takes as a name. Others are sent as another name. */
const safeName = /^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$/;

/** Each request that `provider` answered must have held the conversation as it was before the answer. */
export function expectFaithful(host: Host, provider: string, messages: readonly Message[]): void {
  const answers = messages.flatMap((message, at) =>
    message.role === 'assistant' && message.origin?.provider === provider ? [at] : [],
  );
  const requests = host.seen.filter(({ answered }) => answered);
  expect(requests.length, 'requests that were answered, and answers in the conversation').toBe(
    answers.length,
  );
  for (const [number, request] of requests.entries()) {
    const told = factsOf(messages.slice(0, answers[number]));
    const where = `request ${number + 1} at ${host.wire.codec}:\n${excerpt(request.text)}\n`;
    expectSame(factsIn(request.facts), told, where, host);
  }
}

function expectSame(got: Facts, told: Facts, where: string, { wire }: Host): void {
  expect(got.calls.map(named), `calls in ${where}`).toEqual(told.calls.map(named));
  expect(
    got.results.map(({ of }) => of),
    `results belong to their calls, in ${where}`,
  ).toEqual(told.results.map(({ of }) => of));
  for (const [at, { text, whole }] of told.results.entries()) {
    if (whole) expect(got.results[at]?.text, `result ${at} in ${where}`).toBe(text);
    else expect(got.results[at]?.text, `result ${at} in ${where}`).toContain(text);
  }
  // An API that takes data only takes images only.
  const kept = wire.noMediaUrls ? told.media.filter((data) => !data.startsWith('JVBER')) : told.media;
  expect(got.media, `media in ${where}`).toEqual(kept);
  expectInOrder(got.texts.user, told.texts.user, `what the user said, in ${where}`);
  expectInOrder(got.texts.assistant, told.texts.assistant, `what models said, in ${where}`);
  // Where an API takes instructions only at the start, later ones are told as a user's words.
  const anybody = [...got.texts.system, ...got.texts.user];
  for (const text of told.texts.system) expect(anybody.join('\n'), `instructions in ${where}`).toContain(text);
}

function named(call: Facts['calls'][number]): Facts['calls'][number] {
  return safeName.test(call.name) && !/_[0-9a-f]{8}$/.test(call.name) ? call : { ...call, name: 'odd' };
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
