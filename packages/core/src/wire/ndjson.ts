import type { JsonValue } from '../contracts/json.ts';
import { PegboardError } from '../errors/pegboard-error.ts';
import { createLineBuffer, type LineOptions } from './lines.ts';

export interface NdjsonDecoder {
  /** The values whose lines these bytes complete. Throws `invalid-response` for a line that is no JSON. */
  push(bytes: Uint8Array): JsonValue[];
  /** The last value, when its line lacks its end; a value that was cut off is dropped. */
  end(): JsonValue[];
}

/** An incremental decoder of JSON lines. Blank lines are skipped. */
export function createNdjsonDecoder(options: LineOptions = {}): NdjsonDecoder {
  const buffer = createLineBuffer(options);
  return {
    push(bytes) {
      const lines = buffer.push(bytes);
      return lines === '' ? [] : parseLines(lines);
    },
    end() {
      const line = buffer.end();
      try {
        return parseLines(line);
      } catch {
        return [];
      }
    },
  };
}

function parseLines(lines: string): JsonValue[] {
  const values: JsonValue[] = [];
  for (const line of lines.split('\n')) if (line.trim() !== '') values.push(parseLine(line));
  return values;
}

function parseLine(line: string): JsonValue {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new PegboardError({
      code: 'invalid-response',
      what: 'A line of the answer is no JSON',
      evidence: `It starts with ${JSON.stringify(line.slice(0, 80))}`,
      cause,
    });
  }
}
