import type { JsonObject } from '@pegboard/core';
import { anthropicMessagesWire as wire } from '@pegboard/testing';
import { describe, expect, it } from 'vitest';
import { objectsIn } from '../lib/shape.ts';

const { opaque } = wire;
const answer = opaque?.answer ?? { blocks: [] };

function contentOf(body: unknown): readonly JsonObject[] {
  return objectsIn((body as JsonObject).content);
}

/** Puts a stream together as the API describes it. */
function assemble(frames: readonly string[]): readonly JsonObject[] {
  const blocks: Record<string, unknown>[] = [];
  let json = '';
  for (const frame of frames) {
    const [, name, data = ''] = /^event: (\w+)\ndata: (.*)\n\n$/.exec(frame) ?? [];
    const event = JSON.parse(data) as Record<string, never>; // as the API describes it
    expect(event.type).toBe(name);
    const delta: Record<string, string> = event.delta ?? {};
    const block = blocks[event.index ?? 0];
    if (event.type === 'content_block_start') blocks.push(event.content_block ?? {});
    if (delta.type === 'text_delta' && block) block.text = `${String(block.text)}${delta.text}`;
    if (delta.type === 'thinking_delta' && block)
      block.thinking = `${String(block.thinking)}${delta.thinking}`;
    if (delta.type === 'signature_delta' && block) block.signature = delta.signature;
    if (delta.type === 'citations_delta' && block) block.citations = [delta.citation];
    if (delta.type === 'input_json_delta') json += delta.partial_json;
    if (event.type === 'content_block_stop' && json && block) {
      block.input = JSON.parse(json);
      json = '';
    }
  }
  return blocks as readonly JsonObject[];
}

const next = (content: readonly JsonObject[]): JsonObject => ({
  model: 'm',
  max_tokens: 1,
  messages: [
    { role: 'user', content: 'Hi' },
    { role: 'assistant', content },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_01', content: 'noon' }] },
  ],
});

describe('answers of the Messages host', () => {
  it('are the same as a stream and as one body', () => {
    expect(assemble(wire.frames(answer))).toEqual(contentOf(wire.body(answer)));
  });

  it('can be sent back as they came, and hold the secrets', () => {
    const request = next(contentOf(wire.body(answer)));
    expect(wire.violations(request)).toEqual([]);
    for (const secret of opaque?.secrets ?? ['none']) expect(JSON.stringify(request)).toContain(secret);
  });

  it.each(opaque?.secrets.filter((secret) => secret.startsWith('PegboardSeal')) ?? [])(
    'cannot be sent back with %s changed',
    (secret) => {
      const text = JSON.stringify(next(contentOf(wire.body(answer))));
      const changed = JSON.parse(text.replace(secret, secret.toLowerCase())) as JsonObject;
      expect(wire.violations(changed).join('\n')).toMatch(/^messages\[1\]\.content\S+: was not given out.*$/);
    },
  );

  it('break off within a block when there is no finish', () => {
    const frames = wire.frames({ blocks: [{ type: 'text', pieces: ['a'] }], finish: null });
    expect(frames.at(-1)).toContain('"text":"a"');
    expect(frames.join('')).not.toMatch(/content_block_stop|message_delta|message_stop/);
  });

  it('tell input in three parts that add up', () => {
    const usage = { inputTokens: 10, cachedInputTokens: 5, cacheWriteTokens: 2, outputTokens: 3 };
    expect(wire.body({ blocks: [], usage })).toMatchObject({
      usage: {
        input_tokens: 3,
        cache_read_input_tokens: 5,
        cache_creation_input_tokens: 2,
        output_tokens: 3,
      },
    });
    expect(wire.frames({ blocks: [], usage: null }).join('')).not.toContain('usage');
  });
});
