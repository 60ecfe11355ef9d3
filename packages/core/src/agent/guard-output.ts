import type { ModelBatch, ModelEvent } from '../contracts/provider.ts';
import type { Usage } from '../contracts/usage.ts';
import { type ActiveRun, foreignError } from './active-run.ts';
import { guardsAt, guardStop, judge, type NamedGuard, type Subject } from './guards.ts';

/**
 * An answer whose text is handed on only when the guards have let it pass: at its end, or a window behind where all guards can judge it in
 * pieces. Rejects with a `RunStop` when one blocks it.
 */
export function guardOutput(run: ActiveRun, stream: AsyncIterable<ModelBatch>): AsyncIterable<ModelBatch> {
  const guards = guardsAt(run, 'output');
  return guards.length === 0 ? stream : guarded(stream, () => new HeldText(run, guards));
}

async function* guarded(stream: AsyncIterable<ModelBatch>, hold: () => HeldText): AsyncGenerator<ModelBatch> {
  let held = hold();
  for await (const batch of stream) {
    const out: ModelEvent[] = [];
    for (const event of batch) {
      if (event.type === 'text') held.add(event.index, event.text);
      else if (event.type === 'part' && event.part.type === 'text')
        held.addPart({ ...event, part: event.part });
      else if (event.type === 'finish') out.push(...(await held.end(event.usage)), event);
      else out.push(event);
      // The model is asked again: what came of the answer so far is void.
      if (event.type === 'warning' && event.code === 'retry') held = hold();
    }
    const ready = await held.take();
    if (ready.length + out.length > 0) yield [...ready, ...out];
  }
}

interface Piece {
  readonly index: number;
  readonly text: string;
}

type TextEvent = Piece & { readonly type: 'text' };
type TextPartEvent = Extract<ModelEvent, { type: 'part' }> & {
  readonly part: { readonly type: 'text'; readonly text: string };
};

/** The text of an answer that has come and was not handed on. */
class HeldText {
  readonly #run: ActiveRun;
  readonly #guards: readonly NamedGuard[];
  readonly #window: number;
  #pieces: Piece[] = [];
  #length = 0;
  /** What came, and what was handed on, by index. */
  #came = new Map<number, string>();
  #gone = new Map<number, string>();
  #parts: TextPartEvent[] = [];
  /** Characters at which to ask next: a rewrite that reaches into the window waits for more text. */
  #askAt: number;

  constructor(run: ActiveRun, guards: readonly NamedGuard[]) {
    this.#run = run;
    this.#guards = guards;
    this.#window = Math.max(...guards.map((guard) => guard.window ?? Infinity));
    this.#askAt = 2 * this.#window;
  }

  add(index: number, text: string): void {
    this.#pieces.push({ index, text });
    this.#length += text.length;
    append(this.#came, index, text);
  }

  addPart(event: TextPartEvent): void {
    if (!this.#came.has(event.index)) this.add(event.index, event.part.text);
    this.#parts.push(event);
  }

  /** What may be handed on before the end. */
  async take(): Promise<readonly TextEvent[]> {
    if (this.#length === 0 || this.#length < this.#askAt) return [];
    const text = joined(this.#pieces);
    const rewrite = await this.#judge(text);
    const cut = text.length - this.#window;
    if (rewrite !== undefined) {
      // A match at the end may go on in what is still to come.
      if (!rewrite.endsWith(text.slice(cut))) {
        this.#askAt = 2 * text.length;
        return [];
      }
      this.#pieces = [{ index: this.#pieces[0]?.index ?? 0, text: rewrite }];
    }
    this.#askAt = 2 * this.#window;
    return this.#release((rewrite ?? text).length - this.#window);
  }

  /** The rest, and the complete parts. Parts that say what was handed on stay as they are; opaque state of others would hold the old text. */
  async end(usage: Usage): Promise<readonly (TextEvent | TextPartEvent)[]> {
    const text = joined(this.#pieces);
    const rewrite = text === '' ? undefined : await this.#judge(text, usage);
    if (rewrite !== undefined) this.#pieces = [{ index: this.#pieces[0]?.index ?? 0, text: rewrite }];
    const rest = this.#release(Infinity);
    const parts: TextPartEvent[] = [];
    for (const event of this.#parts) {
      const { index, part } = event;
      const gone = this.#gone.get(index) ?? '';
      const changed = gone !== this.#came.get(index);
      // The complete part counts; where it says more than was streamed, it is judged by itself.
      const own = !changed && part.text !== gone ? await this.#judge(part.text, usage) : undefined;
      if (!changed && own === undefined) parts.push(event);
      else parts.push({ type: 'part', index, part: { type: 'text', text: own ?? gone } });
    }
    return [...rest, ...parts];
  }

  #release(length: number): readonly TextEvent[] {
    const out: TextEvent[] = [];
    const kept: Piece[] = [];
    let left = length;
    for (const { index, text } of this.#pieces) {
      const cut = left > 0 ? safeCut(text, left) : 0;
      left -= text.length;
      if (cut > 0) {
        out.push({ type: 'text', index, text: text.slice(0, cut) });
        append(this.#gone, index, text.slice(0, cut));
      }
      if (cut < text.length) kept.push({ index, text: text.slice(cut) });
    }
    this.#pieces = kept;
    this.#length = joined(kept).length;
    return out;
  }

  async #judge(text: string, usage?: Usage): Promise<string | undefined> {
    const judgement = await judge(this.#run, this.#guards, outputOf(text), outputOf);
    if (!judgement) return undefined;
    if ('rewrite' in judgement) return judgement.rewrite as string; // `outputOf` has seen it
    this.#run.partialText = '';
    throw guardStop('the answer', judgement.block, usage);
  }
}

function outputOf(value: unknown): Extract<Subject, { at: 'output' }> {
  if (typeof value === 'string') return { at: 'output', value, text: value };
  throw foreignError('hook', 'The rewrite', 'an answer is rewritten to text');
}

function joined(pieces: readonly Piece[]): string {
  return pieces.map((piece) => piece.text).join('');
}

function append(texts: Map<number, string>, index: number, text: string): void {
  texts.set(index, (texts.get(index) ?? '') + text);
}

/** Never between the halves of a surrogate pair. */
function safeCut(text: string, at: number): number {
  const next = text.charCodeAt(at);
  return at < text.length && next >= 0xdc00 && next <= 0xdfff ? at - 1 : Math.min(at, text.length);
}
