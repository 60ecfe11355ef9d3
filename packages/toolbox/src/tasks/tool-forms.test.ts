import { expect, it } from 'vitest';
import { Agent, type AnyTool, type JsonObject } from '@pegboard/core';
import { exampleInput } from '@pegboard/core/tools';
import { scriptedProvider } from '@pegboard/testing';
import {
  drawBoundingBox,
  httpRequest,
  queryCsv,
  queryJson,
  querySqlite,
  runJavascript,
  runPython,
  toolbox,
  wait,
  webSearch,
} from '@pegboard/toolbox';

const files = { root: import.meta.dirname };

/** Tools that take other forms with other options than those of `toolbox({ root })`. */
const forms: readonly AnyTool[] = [
  runPython(),
  runJavascript({ tools: ['wait', wait()] }),
  webSearch(() => []),
  httpRequest({ methods: ['GET'] }),
  queryJson(),
  queryCsv(),
  querySqlite({ database: 'a.db', readOnly: false }),
  drawBoundingBox({ files, fixture: [] }),
];

it.each([...forms, ...toolbox(files)].map((tool) => [tool.name, tool] as const))(
  '%s says what each of its parameters is',
  (_, { inputSchema }) => {
    // The schemas are ours.
    const parameters = Object.entries((inputSchema['properties'] ?? {}) as Record<string, JsonObject>);
    expect(parameters.filter(([, schema]) => !schema['description'] && !schema['enum'])).toEqual([]);
  },
);

it.each(forms.map((tool) => [tool.name, tool] as const))(
  '%s in its other form says all, by examples too',
  async (_, tool) => {
    expect(tool.description.length).toBeGreaterThan(100);
    expect(tool).toMatchObject({
      outputSchema: expect.anything(),
      effects: expect.anything(),
      timeoutMs: expect.any(Number),
      maxResultChars: expect.any(Number),
    });
    const { execute: _run, ...rest } = tool;
    const external = { ...rest, approval: false };
    // The schema is ours.
    const examples = tool.inputSchema['examples'] as readonly object[];
    expect(examples.length).toBeGreaterThan(0);
    for (const input of [
      ...examples,
      await exampleInput(tool),
      await exampleInput(tool, { optional: true }),
    ]) {
      const provider = scriptedProvider([{ calls: [{ name: tool.name, input: { ...input } }] }]);
      const { pending } = await new Agent({ provider, model: 'any', tools: [external] }).run('Go');
      expect(pending, JSON.stringify(input)).toMatchObject([{ kind: 'external', name: tool.name }]);
    }
  },
);
