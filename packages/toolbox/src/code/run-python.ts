import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ConfigError, defineTool, type JsonValue, type Tool } from '@pegboard/core';
import { checkOptionKinds } from '@pegboard/core/tools';
import * as z from 'zod';
import { jsonValue } from '../data/json-value.ts';
import type { PythonAnswer, PythonJob } from './python-job.ts';

export interface RunPythonOptions {
  /** Bytes of Python's memory, of which it takes about 30,000,000 itself. Default 256,000,000. */
  readonly memoryBytes?: number;
  /** Milliseconds for one script and the start of Python, which takes 1 to 3 s. Default 30,000. */
  readonly timeoutMs?: number;
  /** Characters of the value, and of what is printed. Default 50,000. */
  readonly maxOutputChars?: number;
}

const input = () =>
  z
    .object({
      code: z
        .string()
        .min(1)
        .max(100_000)
        .describe('A script; end it with the expression whose value you want.'),
    })
    .meta({ examples: [{ code: 'from statistics import median\nprint("counting")\nmedian([3, 1, 2])' }] });

const output = () =>
  z.object({
    value: jsonValue().describe(
      'Of the last expression; null if there is none. Whole numbers that JSON cannot hold exactly come as text.',
    ),
    printed: z.string().optional(),
  });

/**
 * `run_python`: a script in Pyodide (CPython in WebAssembly), in a process of its own that may neither open files nor connections nor start
 * anything. Needs the package pyodide; without it a call rejects with `ConfigError`.
 */
export function runPython(
  options: RunPythonOptions = {},
): Tool<z.infer<ReturnType<typeof input>>, z.infer<ReturnType<typeof output>>> {
  checkOptionKinds('run_python', options, {
    memoryBytes: 'count',
    timeoutMs: 'count',
    maxOutputChars: 'count',
  });
  const { memoryBytes = 256_000_000, timeoutMs = 30_000, maxOutputChars = 50_000 } = options;
  return defineTool({
    name: 'run_python',
    description:
      'Runs Python in a sandbox and gives the value of its last expression and what it printed. Use it for calculations, statistics, dates, text and data that need more than a formula. The whole standard library is there (math, statistics, re, json, datetime, itertools, csv, decimal …), other packages such as numpy are not, and there is no network, no file of the user and no other program. Nothing is kept from one call to the next. Starting takes a second or two, so do everything in one script.',
    input: input(),
    output: output(),
    effects: { idempotent: true },
    timeoutMs: timeoutMs + 5_000,
    maxResultChars: maxOutputChars * 2 + 1_000,
    execute: async ({ code }, { signal }) => {
      const pyodide = pyodideFolder();
      const message: PythonJob = { code, pyodide, memoryBytes, maxOutputChars };
      const { runProcess } = await import('../tasks/run-process.ts');
      const answer = await runProcess({
        name: 'python',
        message,
        signal,
        timeoutMs,
        readable: [join(pyodide, '*')],
        memoryMb: 128,
      });
      const { value, stdout } = answer as PythonAnswer; // what the process sends
      return {
        value: value === undefined ? null : (JSON.parse(value) as JsonValue),
        ...(stdout !== '' && { printed: stdout }),
      };
    },
  });
}

function pyodideFolder(): string {
  try {
    return realpathSync(dirname(createRequire(import.meta.url).resolve('pyodide')));
  } catch (cause) {
    throw new ConfigError({
      what: 'run_python needs the package pyodide, which is not installed',
      evidence: 'It cannot be found from @pegboard/toolbox',
      fix: 'Install it: npm install pyodide',
      cause,
    });
  }
}
