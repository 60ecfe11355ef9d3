import { readFileSync, readdirSync } from 'node:fs';

/** One input that a model might write, and what a perfect, careful reader makes of it. */
export interface CorpusCase {
  /** `category/name`. */
  readonly id: string;
  readonly category: string;
  /** `text`: an answer in which calls may stand; `arguments`: the argument text of one native call. */
  readonly kind: CaseKind;
  /** Name of a tool set in `tools.json`. */
  readonly tools: string;
  /** The tool that is called; only for `arguments`. */
  readonly tool?: string;
  readonly input: string;
  readonly finish?: 'stop' | 'length';
  readonly expect: Expectation;
  readonly note: string;
}

export type CaseKind = 'text' | 'arguments';

export interface Expectation {
  readonly outcome: 'calls' | 'none' | 'error' | 'partial';
  readonly calls?: readonly ExpectedCall[];
  /** The text that a user may see, white space aside; absent where it does not matter. */
  readonly text?: string;
  /** Absent where more than one code is right. */
  readonly code?: string;
}

export interface ExpectedCall {
  readonly name: string;
  readonly input: Record<string, unknown>;
}

export interface BenchTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: Record<string, unknown>;
}

export interface Corpus {
  readonly cases: readonly CorpusCase[];
  readonly tools: Readonly<Record<string, readonly BenchTool[]>>;
}

const folder = new URL('../../recovery/', import.meta.url);

/** Reads every file of `recovery/corpus/`; a file's name is the category of its cases. */
export function loadCorpus(): Corpus {
  const files = readdirSync(new URL('corpus/', folder)).filter((file) => file.endsWith('.json'));
  return { cases: files.toSorted().flatMap(readCategory), tools: readJson('tools.json') as Corpus['tools'] };
}

function readCategory(file: string): CorpusCase[] {
  const category = file.slice(0, -'.json'.length);
  // The schema test holds the files to this type.
  const cases = readJson(`corpus/${file}`) as Omit<CorpusCase, 'category'>[];
  return cases.map((entry) => ({ ...entry, category }));
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, folder), 'utf8'));
}

/** The tools of a case. */
export function toolsOf(corpus: Corpus, entry: Pick<CorpusCase, 'id' | 'tools'>): readonly BenchTool[] {
  const tools = corpus.tools[entry.tools];
  if (!tools) throw new TypeError(`${entry.id} names the tool set "${entry.tools}", which tools.json lacks.`);
  return tools;
}
