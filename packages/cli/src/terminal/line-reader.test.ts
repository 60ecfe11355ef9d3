import { PassThrough } from 'node:stream';
import { expect, it, vi } from 'vitest';
import { pipeReader, terminalReader } from './line-reader.ts';

/** A reader whose input is typed here. */
function open() {
  const input = new PassThrough();
  const output = new PassThrough().resume();
  return { reader: terminalReader(input, output), type: (text: string) => void input.write(text) };
}

it('gives what is typed, and lines that were pasted together as one', async () => {
  const { reader, type } = open();
  const first = reader.ask('> ');
  type('hello\r');
  expect(await first).toEqual({ line: 'hello' });
  const second = reader.ask('> ');
  type('one\rtwo\rthree');
  expect(await second).toEqual({ line: 'one\ntwo\nthree' });
});

it('tells Ctrl-C from the end', async () => {
  const { reader, type } = open();
  const first = reader.ask('> ');
  type('half a line\u0003');
  expect(await first).toBe('interrupt');
  const second = reader.ask('> ');
  type('\u0004');
  expect(await second).toBe('end');
});

it('what is typed ahead waits for the next question, and answers none that must be seen first', async () => {
  const { reader, type } = open();
  const unhush = reader.hush(() => {});
  type('yes');
  await new Promise(setImmediate);
  unhush();
  const asked = reader.ask('Allow it? ', { fresh: true });
  type('no\r');
  expect(await asked).toEqual({ line: 'no' });
  const next = reader.ask('> ');
  type(' indeed\r');
  expect(await next).toEqual({ line: 'yes indeed' });
});

it('Ctrl-C between questions is told at once', async () => {
  const { reader, type } = open();
  const interrupt = vi.fn();
  const unhush = reader.hush(interrupt);
  type('\u0003');
  await vi.waitUntil(() => interrupt.mock.calls.length > 0);
  unhush();
});

it('an aborted question rejects with the reason', async () => {
  const { reader } = open();
  const abort = new AbortController();
  const asked = reader.ask('> ', { signal: abort.signal });
  const reason = new DOMException('over', 'AbortError');
  abort.abort(reason);
  await expect(asked).rejects.toBe(reason);
});

it('a pipe gives its lines and then its end, and writes what was asked and answered', async () => {
  const input = new PassThrough();
  input.end('one\ntwo');
  let written = '';
  const reader = pipeReader(input, (text) => void (written += text));
  expect([await reader.ask('> '), await reader.ask('> '), await reader.ask('> ')]).toEqual([
    { line: 'one' },
    { line: 'two' },
    'end',
  ]);
  expect(written).toBe('> one\n> two\n');
});
