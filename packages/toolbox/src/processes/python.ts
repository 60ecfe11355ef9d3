import { constants } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { loadPyodide as Load } from 'pyodide';
import { answerOnce } from '../tasks/answer-once.ts';
import { disarm } from '../tasks/disarm.ts';
import { watchProcess } from '../tasks/watch-process.ts';
import { closeFiles, closeNetwork } from '../code/close-node.ts';
import { createOutput } from '../code/output.ts';
import type { PythonJob } from '../code/python-job.ts';
import { driver } from '../code/python-driver.ts';

const host = process;

answerOnce(runPython);

async function runPython({
  code,
  pyodide: folder,
  memoryBytes,
  maxOutputChars,
}: PythonJob): Promise<unknown> {
  await watchProcess(memoryBytes + ownBytes);
  closeNetwork();
  // Pyodide reads these at its start, by a way that Node closes with the files.
  Object.assign(host, { binding: () => ({ fs: constants }) });
  limitGrowth(memoryBytes);
  // The module is where the package is, which the program has found.
  const { loadPyodide } = (await import(pathToFileURL(join(folder, 'pyodide.mjs')).href)) as {
    loadPyodide: typeof Load;
  };
  const python = await loadPyodide({ indexURL: folder, jsglobals: Object.create(null) as object });
  const output = createOutput(maxOutputChars);
  for (const set of [python.setStdout, python.setStderr]) set.call(python, { write: output.write });
  python.setStdin({ error: true });
  for (const name of ['js', 'pyodide_js']) python.unregisterJsModule(name);
  const run = python.runPython(driver) as (code: string) => string; // what the driver ends with
  closeFiles();
  disarm();
  const answer = JSON.parse(run(code)) as { value?: string; problem?: string }; // written by the driver
  const printed = output.text();
  if (answer.problem !== undefined)
    return {
      problem:
        printed === '' ? answer.problem : `${answer.problem}\nPrinted before:\n${printed.slice(-2_000)}`,
    };
  if ((answer.value?.length ?? 0) > maxOutputChars)
    return {
      problem: `The value has ${answer.value?.length} characters, more than the ${maxOutputChars} that are allowed. Give less.`,
    };
  return { ...answer, stdout: printed };
}

/** What the engine itself takes. */
const ownBytes = 400_000_000;

const pageBytes = 65_536;

/** The sandbox has its memory from here; where it gets no more, Python raises MemoryError. */
function limitGrowth(bytes: number): void {
  // oxlint-disable-next-line typescript/unbound-method -- called with its memory
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function limited(this: WebAssembly.Memory, pages: number): number {
    if (this.buffer.byteLength + pages * pageBytes > bytes)
      throw new RangeError('The memory of the script is used up');
    return grow.call(this, pages);
  };
}
