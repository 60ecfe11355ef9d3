import { type AnyTool, defineTool, type JsonValue, ToolFailure } from '@pegboard/core';
import * as z from 'zod';
import { runTask } from '../tasks/run-task.ts';
import { jsonValue } from './json-value.ts';
import { type DataFolder, folderOf } from './folder.ts';
import { type DataSource, readSource, sourceInput } from './source.ts';

export interface QueryJsonOptions {
  /** Where files may be read: a path, or a folder made by `confine`. Default: none, only text that the model passes. */
  readonly folder?: string | DataFolder;
  /** Bytes of a file. Default 10,000,000. */
  readonly maxBytes?: number;
  /** Milliseconds for one query. Default 5,000. */
  readonly timeoutMs?: number;
}

const query = z
  .string()
  .min(1)
  .max(5_000)
  .describe("In JSONata, such as \"orders[status = 'open'].{ 'id': id, 'total': $sum(items.price) }\".");

const output = z.object({ result: jsonValue, note: z.string().optional() });

/** `query_json`: a JSONata query over a JSON file or text, in a worker. */
export function queryJson(options: QueryJsonOptions = {}): AnyTool {
  const { maxBytes = 10_000_000, timeoutMs = 5_000 } = options;
  const folder = folderOf(options.folder);
  const example = folder ? { path: 'data/orders.json' } : { text: '{ "orders": [{ "total": 3 }] }' };
  return defineTool({
    name: 'query_json',
    description: `Answers a question about JSON data without showing you all of it: picks, filters, sorts, groups and sums with a JSONata query. Use it for JSON that is too long to read or to count in. Give ${folder ? 'the path of a file, or the JSON itself as text' : 'the JSON as text'}. To see how the data is built, ask for "$keys($)" or for one item, "items[0]". Filters stand in square brackets ("items[price > 10]"), objects are made with braces, functions begin with a dollar sign ($count, $sum, $distinct, $sort, $match, $split). If nothing fits, the result is null.`,
    input: z
      .object({ ...sourceInput('JSON', folder), query })
      .meta({ examples: [{ ...example, query: '$sum(orders.total)' }] }),
    output,
    trust: folder ? 'untrusted' : 'trusted',
    effects: { idempotent: true },
    timeoutMs: timeoutMs + 15_000,
    maxResultChars: 20_000,
    execute: async ({ query: asked, ...source }, { signal }) => {
      const json = await readSource('JSON', source as DataSource, folder, maxBytes);
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
