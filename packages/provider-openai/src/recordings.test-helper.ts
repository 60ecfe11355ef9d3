import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Codec, createStreamReader, type JsonObject, type ModelEvent } from '@pegboard/core/provider';
import { type Outcome, request, summarise } from './loopback.test-helper.ts';

/** One exchange of a recording. The layout is described in the README beside the recordings. */
export interface Step {
  readonly api?: string;
  readonly request: { readonly path: string; readonly host: string; readonly body: JsonObject };
  readonly response: {
    readonly status: number;
    readonly headers: Record<string, string>;
    readonly body?: JsonObject;
    readonly sse?: string;
  };
}

export interface Recording {
  readonly file: string;
  readonly steps: readonly Step[];
}

const folder = fileURLToPath(new URL('../../../../shared/wire', import.meta.url));

export const absent = !existsSync(folder);

/** The recordings of a group with the steps whose path fits; none where the folder is absent. */
export function recordings(group: string, path: RegExp): Recording[] {
  if (absent) return [];
  const files = readdirSync(`${folder}/${group}`).filter((file) => file.endsWith('.json'));
  return files.flatMap((file): Recording[] => {
    const { steps } = JSON.parse(readFileSync(`${folder}/${group}/${file}`, 'utf8')) as Recording;
    const fitting = steps.filter((step) => path.test(step.request.path));
    return fitting.length === 0 ? [] : [{ file: `${group}/${file}`, steps: fitting }];
  });
}

export interface NamedStep {
  readonly name: string;
  readonly file: string;
  readonly step: Step;
  readonly before: readonly Step[];
}

export function stepsOf(list: readonly Recording[]): NamedStep[] {
  return list.flatMap(({ file, steps }) =>
    steps.map((step, at) => ({ name: `${file} step ${at + 1}`, file, step, before: steps.slice(0, at) })),
  );
}

/** The bytes of a stream through a codec, cut at these places. */
export function decode(codec: Codec, model: string, bytes: Uint8Array, cuts: readonly number[]): Outcome {
  const call = { provider: 'test', model, headers: {}, secrets: [] };
  const decoder = createStreamReader(codec, codec.createReader(call, request()), call);
  const events: ModelEvent[] = [];
  const edges = [0, ...cuts, bytes.length];
  for (let at = 1; at < edges.length; at++)
    events.push(...decoder.bytes(bytes.subarray(edges[at - 1], edges[at])));
  events.push(...decoder.end());
  if (decoder.failure) throw decoder.failure;
  return summarise(events);
}

/** Whether the bytes give the same at every cutting: each byte alone, every place once, and 30 random ones. */
export function cuttings(bytes: Uint8Array): number[][] {
  const next = random(bytes.length);
  const some = Array.from({ length: 30 }, () =>
    Array.from({ length: 1 + Math.floor(next() * 40) }, () => Math.floor(next() * bytes.length)).toSorted(
      (a, b) => a - b,
    ),
  );
  const places = Array.from({ length: 100 }, () => [Math.floor(next() * bytes.length)]);
  return [[...bytes.keys()].slice(1), ...some, ...places];
}

/** Numbers from 0 to 1, the same in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The data of the events of a recorded stream, in the plainest way. */
export function framesOf(sse: string | undefined): JsonObject[] {
  return (sse ?? '')
    .split(/\r?\n/)
    .filter((line) => line.startsWith('data: {'))
    .map((line) => JSON.parse(line.slice(6)) as JsonObject);
}

/** A value of foreign JSON that should be a text, as one. */
export function plain(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
