import type { JsonValue } from '@pegboard/core';
import type { Exchange } from '../loopback/loopback-server.ts';
import { type Chunking, splitBytes } from '../loopback/split-bytes.ts';
import type { ProviderSubject } from './provider-subject.ts';
import type { WireAnswer, WireFormat } from './wire-format.ts';

/** How an answer travels. */
export interface Delivery {
  /** Default: each frame of a stream is one network chunk. */
  readonly chunking?: Chunking;
  /** Changes the frames: comments between them, other line ends, frames left out. */
  readonly frames?: (frames: readonly string[]) => readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** How the answer ends; default `clean`. */
  readonly end?: 'clean' | 'reset';
}

/** Sends an answer as the request asked for it: a stream, or one JSON body. */
export async function sendAnswer(
  exchange: Exchange,
  { wire, tamper }: ProviderSubject,
  answer: WireAnswer,
  stream: boolean,
  delivery: Delivery = {},
): Promise<void> {
  const change = tamper?.response ?? ((text: string) => text);
  exchange.head(200, { 'content-type': stream ? streamType(wire) : 'application/json', ...delivery.headers });
  const frames = stream
    ? (delivery.frames ?? same)(wire.frames(answer))
    : [JSON.stringify(wire.body(answer))];
  for (const chunk of inChunks(frames.map(change), delivery.chunking)) await exchange.write(chunk);
  if (delivery.end === 'reset') exchange.reset();
  else exchange.end();
}

function inChunks(
  frames: readonly string[],
  chunking: Chunking | undefined,
): readonly (string | Uint8Array)[] {
  if (chunking === undefined) return frames;
  return splitBytes(new TextEncoder().encode(frames.join('')), chunking);
}

function same(frames: readonly string[]): readonly string[] {
  return frames;
}

export function streamType({ framing }: WireFormat): string {
  return framing === 'sse' ? 'text/event-stream; charset=utf-8' : 'application/x-ndjson';
}

export async function sendError(
  exchange: Exchange,
  status: number,
  body: JsonValue,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  exchange.head(status, { 'content-type': 'application/json', ...headers });
  await exchange.write(JSON.stringify(body));
  exchange.end();
}
