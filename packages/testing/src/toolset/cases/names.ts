import { type AnyTool, defineTool } from '@pegboard/core';
import { check, checkSame } from '../../conformance/check.ts';
import { callTools, sampleCalls } from '../call-tool.ts';
import { toolsetCase } from '../toolset-case.ts';

export const nameCases = [
  toolsetCase('names are unique', async ({ listed }) => {
    const seen = new Set<string>();
    for (const { name } of await listed()) {
      check(!seen.has(name), `two tools are named "${name}"`);
      seen.add(name);
    }
  }),
  toolsetCase('names differ in more than case and separators', async ({ listed }) => {
    const seen = new Map<string, string>();
    for (const { name } of await listed()) {
      const folded = name.toLowerCase().replaceAll(/[_-]/g, '');
      const other = seen.get(folded);
      check(other === undefined || other === name, `a model will confuse "${other}" and "${name}"`);
      seen.set(folded, name);
    }
  }),
  toolsetCase('names, descriptions and schemas are such as every provider takes', async ({ listed }) => {
    for (const tool of await listed()) shownAs(tool);
  }),
  toolsetCase('schemas are plain JSON', async ({ listed }) => {
    for (const { name, inputSchema, outputSchema } of await listed()) {
      for (const schema of [inputSchema, outputSchema]) {
        if (schema === undefined) continue;
        checkSame(JSON.parse(JSON.stringify(schema)), schema, `the schema of "${name}", sent as JSON`);
      }
    }
  }),
  toolsetCase('input schemas can be validated with', async (bench) => {
    for (const tool of await bench.listed()) {
      const [record] = await callTools(bench, [shownAs(tool)], [{ name: tool.name, input: {} }]);
      check(record?.status !== 'failed', `the schema of "${tool.name}" is broken: ${record?.error}`);
    }
  }),
  toolsetCase('what the schema requires is required', async (bench) => {
    for (const tool of await bench.listed()) {
      const { required } = tool.inputSchema;
      if (!tool.execute || !Array.isArray(required) || required.length === 0) continue;
      const [record] = await callTools(bench, [tool], [{ name: tool.name, input: {} }]);
      check(
        record?.status === 'retry',
        `"${tool.name}" is shown to need ${required.join(', ')}, but took {}: ${record?.status}`,
      );
    }
  }),
  toolsetCase('samples fit the schema that the model is shown', async (bench) => {
    const tools = await bench.listed();
    const calls = sampleCalls(bench, tools);
    if (calls.length === 0) return { skipped: 'no samples in the options' };
    for (const record of await callTools(bench, tools.map(shownAs), calls)) {
      check(record.status === 'success', `a sample of "${record.name}" does not fit: ${record.error}`);
    }
  }),
];

/** A tool of which only what the model is shown is the given tool's. Throws when no provider would take that. */
function shownAs({ name, description, inputSchema }: AnyTool): AnyTool {
  return defineTool({ name, description, input: inputSchema, execute: () => 'fits' });
}
