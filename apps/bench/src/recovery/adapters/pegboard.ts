import type { Adapter, Reading } from '../adapter.ts';
import type { BenchTool, CorpusCase } from '../corpus.ts';
import type { FinishOption, RecoveryDoor } from './recovery-door.ts';

/** Ours. */
export function pegboardAdapter(door: RecoveryDoor): Adapter {
  const anything: BenchTool = {
    name: 'anything',
    description: 'Any object',
    inputSchema: { type: 'object' },
  };
  const parse = (text: string): unknown => door.readArguments(text, anything, {});
  return {
    name: 'Pegboard',
    version: 'workspace',
    kinds: ['text', 'arguments'],
    read: (entry, tools) =>
      entry.kind === 'text' ? readText(door, entry, tools) : readArguments(door, entry, tools),
    parse,
    parseDeltas: (deltas) => parse(deltas.join('')),
  };
}

async function readText(
  door: RecoveryDoor,
  entry: CorpusCase,
  tools: readonly BenchTool[],
): Promise<Reading> {
  const { calls, error, text } = await door.readToolCalls(entry.input, { tools, ...finishOf(entry) });
  return { calls, refused: error !== undefined, text, ...(error && { code: error.code }) };
}

async function readArguments(
  door: RecoveryDoor,
  entry: CorpusCase,
  tools: readonly BenchTool[],
): Promise<Reading> {
  const tool = tools.find(({ name }) => name === entry.tool);
  if (!tool) throw new TypeError(`${entry.id} names no tool of its set.`);
  const reading = await door.readArguments(entry.input, tool, finishOf(entry));
  return reading.ok
    ? { calls: [{ name: tool.name, input: reading.input }], refused: false }
    : { calls: [], refused: true, code: reading.error.code };
}

/** The finish reason of a case as an option. */
export function finishOf({ finish }: Pick<CorpusCase, 'finish'>): FinishOption {
  return finish === undefined ? {} : { finish };
}
