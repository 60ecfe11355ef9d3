import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../../shared/wire/', import.meta.url));

export const present = existsSync(root);

export type Json = { readonly [key: string]: never };

export interface Step {
  readonly api?: string;
  readonly request: { readonly host: string; readonly path: string; readonly body: Body };
  readonly response: {
    readonly status: number;
    readonly headers: Record<string, string>;
    readonly body?: Answer;
    readonly sse?: string;
  };
}

export interface Body {
  readonly contents: readonly Content[];
}

export interface Content {
  readonly role: string;
  readonly parts: readonly Part[];
}

/** In camelCase, whatever the recording client wrote. */
export interface Part {
  readonly text?: string;
  readonly thought?: boolean;
  readonly thoughtSignature?: string;
  readonly functionCall?: { readonly name: string; readonly args?: Json; readonly id?: string };
  readonly functionResponse?: {
    readonly name: string;
    readonly id?: string;
    readonly parts?: readonly Part[];
  };
  readonly inlineData?: { readonly mimeType: string; readonly data: string };
  readonly fileData?: { readonly mimeType: string; readonly fileUri: string };
  readonly executableCode?: { readonly code: string };
  readonly codeExecutionResult?: { readonly output?: string };
  readonly toolCall?: { readonly id: string };
  readonly toolResponse?: { readonly id: string };
}

export interface Answer {
  readonly error?: { readonly message: string };
  readonly candidates?: readonly {
    readonly content?: { readonly parts?: readonly Part[] };
    readonly finishReason?: string;
    readonly groundingMetadata?: { readonly groundingChunks?: readonly Json[] };
  }[];
  readonly promptFeedback?: { readonly blockReason: string };
  readonly usageMetadata?: Readonly<Record<string, number>>;
  readonly responseId?: string;
}

export interface Recording {
  readonly file: string;
  /** The calls of models by generateContent, in order. */
  readonly steps: readonly Step[];
}

const all: Recording[] = (present ? ['google', 'cross-provider', 'openai-compatible'] : [])
  .flatMap((group) => readdirSync(root + group).map((file) => `${group}/${file}`))
  .map((file) => {
    // The layout is described in the README beside the recordings.
    const { steps } = JSON.parse(readFileSync(root + file, 'utf8')) as { steps: Step[] };
    return { file, steps };
  });

const whose = (path: RegExp): Recording[] =>
  all
    .map(({ file, steps }) => ({ file, steps: steps.filter(({ request }) => path.test(request.path)) }))
    .filter(({ steps }) => steps.length > 0);

/** The recordings that hold generateContent traffic. */
export const recordings = whose(/:(?:streamG|g)enerateContent/);

/** Those in which tokens were counted by the same host. */
export const counts = whose(/\/models\/[^/]+:countTokens/);

export const modelOf = ({ request }: Step): string => /models\/([^:]+):/.exec(request.path)?.[1] ?? '';

/** The responses of an answer: all chunks of a stream, or the one. */
export function chunksOf({ body, sse }: Step['response']): Answer[] {
  if (body) return [body];
  const lines = (sse ?? '').split('\n').filter((line) => line.startsWith('data:'));
  return lines.map((line) => JSON.parse(line.slice(5)) as Answer);
}

export const partsOf = (response: Step['response']): readonly Part[] =>
  chunksOf(response).flatMap(({ candidates }) => candidates?.[0]?.content?.parts ?? []);

/** What callers and models name; all other keys are the API's. */
const foreign = new Set(['args', 'response']);

export function camelCase<T>(value: T): T {
  if (Array.isArray(value)) return value.map(camelCase) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [
    key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    foreign.has(key) ? (inner as unknown) : camelCase(inner as unknown),
  ]);
  return Object.fromEntries(entries) as T;
}

/** Base64 in both alphabets. */
export const bytesOf = (text: string): string =>
  text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
