import { type AnyTool, defineTool, type JsonValue, ToolFailure } from '@pegboard/core';
import { checkOptionKinds } from '@pegboard/core/tools';
import * as z from 'zod';
import { runTask } from '../tasks/run-task.ts';
import { jsonValue } from './json-value.ts';
import { type DataOptions, dataEffects, spaceOf } from './folder.ts';
import { readSource, sourceInput } from './source.ts';

export interface QueryJsonOptions extends DataOptions {
  /** Milliseconds for one query. Default 5,000. */
  readonly timeoutMs?: number;
}

const query = () =>
  z
    .string()
    .min(1)
    .max(5_000)
    .describe("In JSONata, such as \"orders[status = 'open'].{ 'id': id, 'total': $sum(items.price) }\".");

const output = () => z.object({ result: jsonValue(), note: z.string().optional() });

/** `query_json`: a JSONata query over a JSON file or text, in a process of its own. */
export function queryJson(options: QueryJsonOptions = {}): AnyTool {
  checkOptionKinds('query_json', options, { files: 'table', timeoutMs: 'count' });
  const { timeoutMs = 5_000 } = options;
  const space = spaceOf(options);
  const example = space ? { path: 'data/orders.json' } : { text: '{ "orders": [{ "total": 3 }] }' };
  return defineTool({
    name: 'query_json',
    description: `Answers a question about JSON data without showing you all of it: picks, filters, sorts, groups and sums with a JSONata query. Use it for JSON that is too long to read or to count in. Give ${space ? 'the path of a file, or the JSON itself as text' : 'the JSON as text'}. To see how the data is built, ask for "$keys($)" or for one item, "items[0]". Filters stand in square brackets ("items[price > 10]"), objects are made with braces, functions begin with a dollar sign ($count, $sum, $distinct, $sort, $match, $split). If nothing fits, the result is null.`,
    input: z
      .object({ ...sourceInput('JSON', space), query: query() })
      .meta({ examples: [{ ...example, query: '$sum(orders.total)' }] }),
    output: output(),
    trust: space?.trust ?? 'trusted',
    effects: dataEffects(space),
    timeoutMs: timeoutMs + 15_000,
    maxResultChars: 20_000,
    execute: async ({ query: asked, ...source }, { signal }) => {
      const json = await readSource('JSON', source, space);
      const { found } = await runTask('evaluate_query', { json, query: asked }, { signal, timeoutMs });
      if (found === undefined) return { result: null, note: 'Nothing fits the query.' };
      return { result: parse(found) };
    },
  });
}

function parse(found: string): JsonValue {
  if (found.length > 5_000_000)
    throw new ToolFailure(
      `The result has ${found.length} characters. Ask for less, such as a count or the first ten.`,
    );
  return JSON.parse(found) as JsonValue; // written by JSON.stringify
}
