import type { JsonObject, JsonSchema, ToolSpec } from '@pegboard/core/provider';
import { anthropicMessagesWire as wire } from '@pegboard/testing';
import { describe, expect, it } from 'vitest';
import { createMessagesCodec } from './codec.ts';
import { request } from './loopback.test-util.ts';
import type { MessagesProfile } from './profile.ts';

const profile: MessagesProfile = {
  provider: 'anthropic',
  firstParty: true,
  oldVersion: false,
  betas: [],
  strictTools: true,
  maxOutputTokens: () => undefined,
  now: () => 0,
};
const codec = createMessagesCodec(profile);
const tool = (name: string, inputSchema: JsonSchema): ToolSpec => ({ name, description: 'x', inputSchema });
const object = (properties: JsonObject, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
});

/** Which tools are strict; the host must take the request. */
function strictOnes(tools: readonly ToolSpec[], change: object = {}): string[] {
  const body = JSON.parse(codec.render(request({ tools, ...change })).body) as JsonObject;
  expect(wire.violations(body)).toEqual([]);
  return (body.tools as { name: string; strict?: boolean }[]).flatMap(({ name, strict }) =>
    strict ? [name] : [],
  );
}

describe('strictTools', () => {
  it('marks tools whose schema can be said in full, and sends the others as ever', () => {
    const tools = [
      tool('plain', object({ city: { type: 'string' }, unit: { enum: ['c', 'f'] } }, ['city'])),
      tool('bounded', object({ days: { type: 'integer', minimum: 1 } })),
      tool('open', { type: 'object', additionalProperties: { type: 'string' } }),
      tool('recursive', { type: 'object', properties: { child: { $ref: '#' } } }),
    ];
    expect(strictOnes(tools)).toEqual(['plain']);
    const body = JSON.parse(codec.render(request({ tools })).body);
    expect(body.tools[0]).toMatchObject({ strict: true, input_schema: { additionalProperties: false } });
    expect(body.tools[1].input_schema.properties.days).toEqual({ type: 'integer', minimum: 1 });
  });

  it('keeps to the limits of a request', () => {
    const many = Array.from({ length: 25 }, (_, at) => tool(`t${at}`, object({ a: { type: 'string' } })));
    expect(strictOnes(many)).toHaveLength(20);
    const optional = Array.from({ length: 6 }, (_, at) =>
      tool(
        `o${at}`,
        object(Object.fromEntries(Array.from({ length: 5 }, (__, p) => [`p${p}`, { type: 'string' }])), []),
      ),
    );
    expect(strictOnes(optional)).toHaveLength(4);
    const unions = Array.from({ length: 20 }, (_, at) =>
      tool(`u${at}`, object({ a: { anyOf: [{ type: 'string' }, { type: 'number' }] } })),
    );
    expect(strictOnes(unions)).toHaveLength(16);
  });

  it('gives way to a schema of the answer, which counts towards the same limits', () => {
    const output = { name: 'answer', schema: object({ a: { type: 'string' } }) };
    expect(strictOnes([tool('plain', object({ city: { type: 'string' } }))], { output })).toEqual([]);
  });

  it('is off unless asked for', () => {
    const { body } = createMessagesCodec({ ...profile, strictTools: undefined }).render(
      request({ tools: [tool('plain', object({ city: { type: 'string' } }))] }),
    );
    expect(body).not.toContain('strict');
  });
});
