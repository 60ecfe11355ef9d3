import { readFile } from 'node:fs/promises';
import { ConfigError, type JsonValue } from '@pegboard/core';

/** Recorded traffic of one conversation with an API: plain JSON, one file each. */
export interface Recording {
  readonly schema: 1;
  readonly provider: string;
  readonly api: string;
  readonly name: string;
  readonly models?: readonly string[];
  readonly features?: readonly string[];
  /** In recorded order. */
  readonly steps: readonly RecordedStep[];
}

export interface RecordedStep {
  readonly api?: string;
  readonly request: RecordedBody & {
    readonly method: string;
    readonly host?: string;
    /** Path and query. */
    readonly path: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
  readonly response: RecordedBody & {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
  };
}

/** At most one of them; none: an empty body. */
export interface RecordedBody {
  readonly body?: JsonValue;
  /** The text of an event stream, as received. */
  readonly sse?: string;
  readonly text?: string;
  readonly base64?: string;
}

/** Reads a recording. Throws a `ConfigError` when the file is none. */
export async function readRecording(file: string | URL): Promise<Recording> {
  const found: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (isRecording(found)) return found;
  throw new ConfigError({
    what: 'The file is no recording',
    evidence: String(file),
    fix: 'It must hold an object with schema: 1 and a list of steps',
  });
}

function isRecording(value: unknown): value is Recording {
  return (
    typeof value === 'object' &&
    value !== null &&
    'schema' in value &&
    value.schema === 1 &&
    'steps' in value &&
    Array.isArray(value.steps)
  );
}

/** The bytes of a body. */
export function bytesOf({ body, sse, text, base64 }: RecordedBody): Uint8Array {
  if (base64 !== undefined) return Buffer.from(base64, 'base64');
  return new TextEncoder().encode(sse ?? text ?? (body === undefined ? '' : JSON.stringify(body)));
}
