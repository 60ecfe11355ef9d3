import type { JsonObject } from '@pegboard/core';
import { openaiResponsesWire as wire } from '@pegboard/testing';
import { describe, expect, it } from 'vitest';
import { asText, objectsIn } from '../lib/shape.ts';

const answer = wire.opaque?.answer ?? { blocks: [] };
const output = objectsIn((wire.body(answer) as JsonObject).output);

function eventsOf(frames: readonly string[]): readonly JsonObject[] {
  return frames.map((frame) => {
    const [, name, data = ''] = /^event: (\S+)\ndata: (.*)\n\n$/.exec(frame) ?? [];
    const event = JSON.parse(data) as JsonObject;
    expect(event.type).toBe(name);
    return event;
  });
}

const typesOf = (frames: readonly string[]): unknown[] => eventsOf(frames).map(({ type }) => type);
const next = (items: readonly JsonObject[]): JsonObject => ({
  model: 'm',
  input: [
    { role: 'user', content: 'Hi' },
    ...items,
    { type: 'function_call_output', call_id: 'call_01', output: 'noon' },
  ],
});

describe('answers of the Responses host', () => {
  it('are the same as a stream and as one body', () => {
    const events = eventsOf(wire.frames(answer));
    expect(events.map(({ sequence_number: number }) => number)).toEqual([...events.keys()]);
    const done = events.filter(({ type }) => type === 'response.output_item.done');
    expect(done.map(({ item }) => item)).toEqual(output);
    expect(events.at(-1)).toMatchObject({ type: 'response.completed', response: wire.body(answer) });
  });

  it('can be sent back as they came, and hold the secrets', () => {
    const request = next(output);
    expect(wire.violations(request)).toEqual([]);
    for (const secret of wire.opaque?.secrets ?? ['none']) expect(JSON.stringify(request)).toContain(secret);
  });

  it.each(output.map((item, at) => [asText(item.type), at] as const))(
    'cannot be sent back without the %s at %i, unless it stands alone',
    (type, at) => {
      const found = wire.violations(next(output.filter((_, index) => index !== at)));
      if (type === 'message') expect(found).toEqual([]);
      else expect(found.join('\n')).toMatch(/reasoning|no open call/);
    },
  );

  it('cannot be sent back with the encrypted content of an unfinished item', () => {
    const added = eventsOf(wire.frames(answer)).filter(({ type }) => type === 'response.output_item.added');
    const begun = added[0]?.item as JsonObject;
    const items = [{ ...output[0], encrypted_content: begun.encrypted_content }, ...output.slice(1)];
    expect(wire.violations(next(items)).join('\n')).toMatch(/encrypted_content: was not given out/);
  });

  it('break off within an item when there is no finish', () => {
    const types = typesOf(wire.frames({ blocks: [{ type: 'text', pieces: ['a'] }], finish: null }));
    expect(types).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
    ]);
  });

  it('tell of calls in turns when their pieces alternate', () => {
    const call = (id: string) => ({ type: 'call', id, name: 'f', pieces: ['{', '}'] }) as const;
    const frames = wire.frames({ blocks: [call('a'), call('b')], quirks: ['interleaved-calls'] });
    const deltas = eventsOf(frames).filter(({ type }) => type === 'response.function_call_arguments.delta');
    expect(deltas.map(({ output_index: index }) => index)).toEqual([0, 1, 0, 1]);
  });

  it('say why they are not complete', () => {
    expect(wire.body({ blocks: [], finish: 'max_output_tokens' })).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
    });
  });

  it('tell only the counts that are known', () => {
    expect(wire.body({ blocks: [], usage: { inputTokens: 5, outputTokens: 0 } })).toMatchObject({
      usage: { input_tokens: 5, output_tokens: 0 },
    });
    expect(wire.body({ blocks: [], usage: null })).toMatchObject({ usage: null });
  });
});
