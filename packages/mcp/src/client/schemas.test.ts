import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InMemoryTransport } from '@modelcontextprotocol/client';
import { Server, type Tool as ListedTool } from '@modelcontextprotocol/server';
import { Agent, type JsonObject, type JsonSchema, type JsonValue, type ToolSpec } from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';
import { expect, test } from 'vitest';
import { mcpServer, type McpToolset } from '../index.ts';

const timeout = 120_000;

/** A server in this process that lists tools with these schemas and answers every call. */
function serverOf(
  schemas: Readonly<Record<string, JsonSchema>>,
  others: Partial<ListedTool> = {},
): McpToolset {
  const transport = async () => {
    const [near, far] = InMemoryTransport.createLinkedPair();
    const server = new Server({ name: 'schemas', version: '1' }, { capabilities: { tools: {} } });
    server.setRequestHandler('tools/list', () => ({
      tools: Object.entries(schemas).map(
        ([name, inputSchema]) => ({ name, inputSchema, ...others }) as ListedTool,
      ),
    }));
    server.setRequestHandler('tools/call', () => ({ content: [{ type: 'text', text: 'ran' }] }));
    await server.connect(far);
    return near;
  };
  return mcpServer({ transport });
}

const tree = {
  type: 'object',
  properties: {
    node: { $ref: '#/$defs/node' },
    contact: { anyOf: [{ type: 'string', format: 'email' }, { type: 'null' }] },
    when: { type: 'string', format: 'date-time' },
    size: { oneOf: [{ type: 'integer', minimum: 1 }, { const: 'any' }] },
  },
  required: ['node'],
  additionalProperties: false,
  $defs: {
    node: {
      type: 'object',
      properties: {
        name: { type: 'string', minLength: 1 },
        children: { type: 'array', items: { $ref: '#/$defs/node' } },
      },
      required: ['name'],
      additionalProperties: false,
    },
  },
} satisfies JsonSchema;

test(
  'references, unions, recursion and formats reach the provider as the server wrote them',
  { timeout },
  async () => {
    await using server = serverOf({ plant: tree });
    const seen: (readonly ToolSpec[])[] = [];
    const scripted = scriptedProvider(['done']);
    const provider = {
      ...scripted,
      stream: (request: Parameters<typeof scripted.stream>[0]) => {
        seen.push(request.tools);
        return scripted.stream(request);
      },
    };
    await new Agent({ provider, model: 'any', tools: [server] }).run('Go');
    expect(seen[0]?.[0]?.inputSchema).toEqual(tree);
  },
);

test.each<[string, JsonObject, boolean]>([
  ['a tree', { node: { name: 'a', children: [{ name: 'b', children: [{ name: 'c' }] }] } }, true],
  [
    'a mistake three levels down',
    { node: { name: 'a', children: [{ name: 'b', children: [{ nam: 'c', x: 1 }] }] } },
    false,
  ],
  ['an empty name deep down', { node: { name: 'a', children: [{ name: '' }] } }, false],
  ['an address', { node: { name: 'a' }, contact: 'ada@example.com' }, true],
  ['the other half of a union', { node: { name: 'a' }, contact: null }, true],
  ['what is no address', { node: { name: 'a' }, contact: 'nobody' }, false],
  ['a date', { node: { name: 'a' }, when: '2026-07-28T12:00:00Z' }, true],
  ['what is no date', { node: { name: 'a' }, when: 'tomorrow' }, false],
  ['one of several', { node: { name: 'a' }, size: 'any' }, true],
  ['none of several', { node: { name: 'a' }, size: 'some' }, false],
  ['a missing parameter', {}, false],
  ['a parameter too many', { node: { name: 'a' }, colour: 'green' }, false],
])('arguments are validated by such a schema: %s', { timeout }, async (_, args, fits) => {
  await using server = serverOf({ plant: tree });
  const provider = scriptedProvider([{ calls: [{ name: 'plant', args }] }, 'done']);
  const { calls } = await new Agent({ provider, model: 'any', tools: [server] }).run('Go');
  expect(calls.all[0]).toMatchObject(
    fits ? { status: 'success', result: 'ran' } : { status: 'retry', refused: true },
  );
});

test(
  'a schema that no provider would take is mended, or its tool is left out with a diagnostic',
  { timeout },
  async () => {
    await using server = serverOf({
      misfit: {
        type: 'object',
        properties: { n: { type: 'number', default: 'many' }, default: { type: 'string', default: 3 } },
      },
      broken: { type: 'object', properties: { n: { type: 'numbr' } } },
      fine: { type: 'object' },
    });
    const ctx = {
      context: undefined,
      messages: [],
      runId: 'r',
      turn: 1,
      signal: new AbortController().signal,
    };
    const tools = await server.list(ctx);
    expect(tools.map(({ name }) => name)).toEqual(['misfit', 'fine']);
    expect(tools[0]?.inputSchema).toEqual({
      type: 'object',
      properties: { n: { type: 'number' }, default: { type: 'string' } },
    });
    expect(server.diagnostics.map(({ message }) => message)).toEqual([
      expect.stringMatching(/"misfit" is offered with a mended schema/),
      expect.stringMatching(/"broken" cannot be offered/),
    ]);
  },
);

test('annotations are kept as hints and change nothing that a call may do', { timeout }, async () => {
  const annotations = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, title: 'Harmless' };
  await using server = serverOf({ wipe: { type: 'object' } }, { annotations });
  const ctx = { context: undefined, messages: [], runId: 'r', turn: 1, signal: new AbortController().signal };
  const [tool] = await server.list(ctx);
  expect(tool).toMatchObject({ trust: 'untrusted', effects: 'infer', metadata: { annotations } });
  expect(tool?.retry).toBeUndefined();
  expect(tool?.approval).toBeUndefined();
  const provider = scriptedProvider([{ calls: [{ name: 'wipe', args: {} }] }, 'done']);
  const agent = new Agent({ provider, model: 'any', tools: [server], approval: ['wipe'] });
  expect((await agent.run('Go')).status).toBe('paused');
});

interface Group {
  readonly description: string;
  readonly schema: JsonSchema | boolean;
  readonly tests: readonly {
    readonly description: string;
    readonly data: JsonValue;
    readonly valid: boolean;
  }[];
}

const suite = fileURLToPath(
  new URL('../../../../../shared/json-schema-suite/tests-draft2020-12/', import.meta.url),
);
const absent = !existsSync(suite);
const title = absent ? ' (skipped: ../shared/json-schema-suite is not beside the checkout)' : '';

/** A tool whose one parameter has the schema, as a resource of its own, so that its references stay its own. */
function around(schema: JsonSchema | boolean, index: number): JsonSchema {
  const own = typeof schema === 'boolean' ? { allOf: [schema] } : schema;
  const value = { $id: `https://schemas.example/${index}`, ...own };
  return { type: 'object', properties: { value }, required: ['value'], additionalProperties: false };
}

// What calls of tools are accepted by, over the protocol, is the validator of core. Calls that had to be mended count as refused.
test.skipIf(absent)(
  `calls are judged as the public suite of JSON Schema says, in all but a few cases${title}`,
  { timeout },
  async () => {
    const groups = readdirSync(suite)
      .filter((file) => file.endsWith('.json'))
      // The suite's format.
      .flatMap((file) => JSON.parse(readFileSync(`${suite}${file}`, 'utf8')) as Group[]);
    const schemas = Object.fromEntries(
      groups.map(({ schema }, index) => [`case_${index}`, around(schema, index)]),
    );
    await using server = serverOf(schemas);
    let right = 0;
    let all = 0;
    for (const [index, { tests }] of groups.entries()) {
      const calls = tests.map(({ data }) => ({ name: `case_${index}`, args: { value: data } }));
      const agent = new Agent({
        provider: scriptedProvider([{ calls }, 'done']),
        model: 'any',
        tools: [server],
        maxToolRetries: false,
      });
      const { calls: made } = await agent.run('Go');
      for (const [at, { valid }] of tests.entries()) {
        const record = made.all[at];
        const accepted = record?.status === 'success' && !record.repairs?.length;
        all += 1;
        // A schema that cannot be used is judged wrong, whatever comes of it.
        const usable = record?.status === 'success' || (record?.refused && !record.unknownTool);
        if (usable && accepted === valid) right += 1;
      }
    }
    expect(all, 'cases in the suite').toBe(1299);
    expect(right, 'judged right').toBeGreaterThanOrEqual(1246);
  },
);
