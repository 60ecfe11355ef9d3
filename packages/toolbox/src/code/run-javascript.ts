import {
  type AnyTool,
  defineTool,
  type JsonObject,
  type JsonValue,
  type Tool,
  type ToolContext,
  ToolFailure,
} from '@pegboard/core';
import { checkOptionKinds } from '@pegboard/core/tools';
import * as z from 'zod';
import { isObject, jsonValue } from '../data/json-value.ts';

export interface RunJavascriptOptions {
  /**
   * What scripts may call: names of the agent's tools, or tools themselves. Each call is validated, approved and recorded like one of
   * the model; one that would have to wait for an approval is denied. Default: none.
   */
  readonly tools?: readonly (string | AnyTool)[];
  /** Most calls of one script. Default 100. */
  readonly maxCalls?: number;
  /** Bytes of a script's memory. Default 64,000,000. */
  readonly memoryBytes?: number;
  /** Milliseconds of a script's own work, without what its calls take. Default 5,000. */
  readonly computeMs?: number;
  /** Milliseconds for all of it. Default 120,000. */
  readonly timeoutMs?: number;
  /** Characters of the result, and of what is logged. Default 50,000. */
  readonly maxOutputChars?: number;
}

const input = () =>
  z
    .object({
      code: z
        .string()
        .min(1)
        .max(100_000)
        .describe('The body of an async function: end with "return value".'),
    })
    .meta({ examples: [{ code: 'const xs = [3, 1, 2];\nreturn xs.sort().map((x) => x * 2);' }] });

const output = () =>
  z.object({
    result: jsonValue().describe('What the script returned.'),
    logs: z.array(z.string()).optional().describe('What it wrote with console.log.'),
  });

/** `run_javascript`: a script in QuickJS (WebAssembly), in a process of its own: no files, no network, no host objects. */
export function runJavascript(
  options: RunJavascriptOptions = {},
): Tool<z.infer<ReturnType<typeof input>>, z.infer<ReturnType<typeof output>>> {
  checkOptionKinds('run_javascript', options, {
    tools: 'list',
    maxCalls: 'count',
    memoryBytes: 'count',
    computeMs: 'count',
    timeoutMs: 'count',
    maxOutputChars: 'count',
  });
  const { tools = [], maxCalls = 100, memoryBytes = 64_000_000, computeMs = 5_000 } = options;
  const { timeoutMs = 120_000, maxOutputChars = 50_000 } = options;
  const callable = new Map(tools.map((tool) => [typeof tool === 'string' ? tool : tool.name, tool]));
  const limits = { memoryBytes, computeMs, maxCalls, maxOutputChars };
  return defineTool({
    name: 'run_javascript',
    description: descriptionOf(tools),
    input: input(),
    output: output(),
    innerWait: false,
    concurrency: tools.length > 0 ? 'barrier' : 'parallel',
    effects: { idempotent: tools.length === 0 },
    timeoutMs,
    maxResultChars: maxOutputChars * 2 + 1_000,
    execute: async ({ code }, ctx) => {
      const call = (name: string, written: string): Promise<string> =>
        makeCall(callable.get(name), written, ctx);
      const { runScript } = await import('./run-script.ts');
      const { value, logs } = await runScript(
        { code, names: [...callable.keys()], ...limits },
        { signal: ctx.signal, call },
      );
      const result = value === '' ? null : (JSON.parse(value) as JsonValue); // written by JSON.stringify
      return { result, ...(logs.length > 0 && { logs: [...logs] }) };
    },
  });
}

async function makeCall(
  tool: AnyTool | string | undefined,
  written: string,
  ctx: ToolContext,
): Promise<string> {
  const given: unknown = JSON.parse(written);
  if (tool === undefined) throw new ToolFailure('There is no such tool in here.');
  if (!isObject(given)) throw new ToolFailure('A tool takes one object, such as { city: "Oslo" }.');
  return JSON.stringify(await ctx.call(tool, given satisfies JsonObject));
}

const about =
  'Runs JavaScript in a sandbox and gives what it returns. Use it to compute, sort, count, reshape or check data exactly, and for anything of many small steps. The code is the body of an async function: end it with "return value", where the value is JSON; console.log is told as well. It is plain ECMAScript: no network, no files, no timers, no modules, no require or process, and nothing is kept from one call to the next.';

function descriptionOf(tools: readonly (string | AnyTool)[]): string {
  if (tools.length === 0) return about;
  const names = tools.map((tool) => (typeof tool === 'string' ? tool : tool.name));
  const signatures = tools
    .filter((tool) => typeof tool !== 'string')
    .map(
      ({ name, description, inputSchema }) =>
        `\n- ${name}: ${description} Input: ${JSON.stringify(inputSchema)}`,
    );
  return `${about} Inside, these tools are async functions that take one object and give the result: ${names.map((name) => `await tools.${name}({ … })`).join(', ')}. Prefer one script to many calls in a row: loop, filter and combine there, use Promise.all for independent calls, and return only what you need. A call that fails throws an error with the reason.${signatures.join('')}`;
}
