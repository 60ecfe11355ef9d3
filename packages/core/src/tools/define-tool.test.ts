import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ConfigError, defineTool, jsonSchema } from '@pegboard/core';
import { isTool } from '@pegboard/core/tools';

const good = { name: 'look_up', description: 'Looks up', input: z.object({ word: z.string() }) };

function problemOf(definition: object): string {
  try {
    defineTool({ ...good, ...definition } as never);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({ code: 'invalid-tool' });
    return (error as ConfigError).message;
  }
  throw new Error('it was accepted');
}

describe('what will not do is refused at once, with the name of the tool', () => {
  const cases: readonly (readonly [string, object, RegExp])[] = [
    ['no name', { name: undefined }, /no name/],
    ['an empty name', { name: '' }, /no name/],
    ['spaces in the name', { name: 'look up' }, /"look up".*try "look_up"/],
    ['a name that begins with a digit', { name: '2nd' }, /try "nd"/],
    ['a name that begins with a hyphen', { name: '-a' }, /try "a"/],
    ['a name without any letter', { name: 'ö ö' }, /try "_"/],
    ['a name that is too long', { name: 'a'.repeat(65) }, new RegExp(`try "a{64}"`)],
    ['a name of Object.prototype', { name: 'constructor' }, /"constructor" is reserved/],
    ['__proto__', { name: '__proto__' }, /reserved/],
    ['no description', { description: undefined }, /no description/],
    ['a blank description', { description: '  ' }, /no description/],
    ['no schema', { input: undefined }, /"look_up".*input will not do/],
    ['a number for a schema', { input: 3 }, /input will not do/],
    ['fields without an object', { input: { word: z.string() } }, /z\.object/],
    ['a schema of text', { input: z.string() }, /must be an object/],
    [
      'a union at the root',
      { input: z.union([z.object({ a: z.string() }), z.object({ b: z.string() })]) },
      /union/,
    ],
    ['what JSON has no type for', { input: z.object({ at: z.date() }) }, /input will not do/],
    [
      'a default that does not fit',
      { input: { type: 'object', properties: { n: { type: 'number', default: 'x' } } } },
      /default "x" at .*n/,
    ],
    ['a bad output schema', { output: { word: z.string() } }, /output will not do/],
    ['retry of what is not idempotent', { retry: { attempts: 2 } }, /idempotent/],
    ['a negative time', { timeoutMs: -1 }, /`timeoutMs` is number -1; it must be a number of at least 0/],
    [
      'a trust there is not',
      { trust: 'untrustd' },
      /`trust` is string "untrustd"; it must be trusted or untrusted/,
    ],
    ['effects there are not', { effects: 'infered' }, /`effects` is string "infered"; it must be infer/],
    ['tags that are no list', { tags: 'net' }, /`tags` is string "net"; it must be a list/],
    ['a way to run that there is not', { concurrency: 'barier' }, /must be parallel or barrier/],
    ['no number', { maxRetries: 'three' }, /`maxRetries` is string "three"/],
    [
      'a number of attempts that is none',
      { retry: { attempts: NaN }, effects: { idempotent: true } },
      /`retry` is object.*it must be like \{ attempts: 3 \}/,
    ],
  ];
  it.each(cases)('%s', (_, definition, problem) => expect(problemOf(definition)).toMatch(problem));

  // A slip here would let a call run that nobody has approved.
  it('an option that there is not', () => {
    const define = (): unknown => defineTool({ ...good, aproval: true } as never);
    expect(define).toThrow(ConfigError);
    expect(define).toThrow(/^Tool "look_up" has no option "aproval".*Did you mean "approval"\?/);
  });
});

describe('what will do', () => {
  it('is a frozen tool with its rendered schemas', () => {
    const tool = defineTool({ ...good, output: z.number(), execute: () => 1 });
    expect(isTool(tool)).toBe(true);
    expect(Object.isFrozen(tool)).toBe(true);
    expect(tool.inputSchema).toMatchObject({ type: 'object', properties: { word: { type: 'string' } } });
    expect(tool.outputSchema).toEqual({ type: 'number' });
  });

  it('takes zod, typed and plain JSON Schemas, and no execute', () => {
    expect(isTool(defineTool({ ...good }))).toBe(true);
    expect(isTool(defineTool({ ...good, input: jsonSchema<{ a: number }>({ type: 'object' }) }))).toBe(true);
    expect(isTool(defineTool({ ...good, input: { type: 'object', properties: {} } }))).toBe(true);
  });

  it('takes every name that all providers take', () => {
    for (const name of ['a', '_a', 'A-b_9', 'a'.repeat(64)])
      expect(defineTool({ ...good, name }).name).toBe(name);
  });
});

function refuse(): never {
  throw new Error('hands off');
}

it('nothing else is a tool', () => {
  for (const value of [null, undefined, 1, 'look_up', {}, { ...good }, new Proxy({}, { has: refuse })])
    expect(isTool(value)).toBe(false);
});
