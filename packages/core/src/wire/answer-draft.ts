import type { JsonValue } from '../contracts/json.ts';
import type { FinishReason } from '../contracts/message.ts';
import type { ModelEvent } from '../contracts/provider.ts';
import type { Usage } from '../contracts/usage.ts';
import { isJsonObject } from '../lib/json.ts';
import { createPartAssembler } from './assemble-parts.ts';
import type { CallInfo } from './codec.ts';
import { toResponseInfo } from './response-info.ts';

type Told = JsonValue | undefined;

/** What frames tell, one after another. Values are taken as the wire has them: one of another type is as good as none. */
export interface AnswerDraft {
  /** Who answers. Only the first time counts; left out, nothing is told of it. */
  start(info: { readonly id?: Told; readonly model?: Told }): void;
  /** A piece of the text. `block`: the wire's own index or name, where an answer has several. */
  text(piece: Told, block?: Told): void;
  reasoning(piece: Told, block?: Told): void;
  /** A piece of a tool call, or the whole of it. Everything may be missing; `args` is text, in pieces, or an object. */
  call(piece: {
    readonly index?: Told;
    readonly id?: Told;
    readonly name?: Told;
    readonly args?: Told;
  }): void;
  /** Counts so far; later ones win. `inputTokens` includes what was cached, `outputTokens` what was thought. */
  usage(counts: { readonly [name in Exclude<keyof Usage, 'raw'>]?: Told }, raw?: Told): void;
  /** The answer is complete, for this reason in the API's own word. What is no text ends nothing. */
  end(reason: Told): void;
}

export interface OpenDraft extends AnswerDraft {
  /** Where events go until the next frame. */
  out: ModelEvent[];
  complete: boolean;
  finish(): void;
}

const text = (value: Told): string => (typeof value === 'string' ? value : '');

/** A draft that makes events of what it is told. */
export function createAnswerDraft(
  call: CallInfo,
  reasons: Readonly<Record<string, FinishReason>>,
): OpenDraft {
  const parts = createPartAssembler();
  let started = false;
  let raw = '';
  let usage: Usage = {};
  const start = (info: Parameters<AnswerDraft['start']>[0]): void => {
    if (!started) draft.out.push({ type: 'start', response: toResponseInfo(info, call) });
    started = true;
  };
  const delta = (type: 'text' | 'reasoning', piece: Told, block: Told): void => {
    start({});
    parts.delta(type, typeof block === 'number' ? block : text(block), text(piece), draft.out);
  };
  const draft: OpenDraft = {
    out: [],
    start,
    text: (piece, block) => delta('text', piece, block),
    reasoning: (piece, block) => delta('reasoning', piece, block),
    call({ index, id, name, args }) {
      start({});
      const piece = {
        ...(typeof index === 'number' && { index }),
        ...(text(id) !== '' && { id: text(id) }),
        ...(text(name) !== '' && { name: text(name) }),
        args: isJsonObject(args) ? args : text(args),
      };
      parts.toolCall(piece, draft.out);
    },
    usage(counts, record) {
      const told = Object.entries(counts).filter(([, count]) => typeof count === 'number');
      usage = { ...usage, ...Object.fromEntries(told), ...(isJsonObject(record) && { raw: record }) };
    },
    end(reason) {
      raw = text(reason);
      draft.complete = raw !== '';
    },
    complete: false,
    finish() {
      start({});
      parts.finish(draft.out);
      const unified = unify(Object.hasOwn(reasons, raw) ? reasons[raw] : 'other', parts.callCount > 0);
      draft.out.push({ type: 'finish', finish: { unified, raw }, usage });
    },
  };
  return draft;
}

/** Calls count more than the word for a normal end, and a word for calls without any is a normal end. */
function unify(reason: FinishReason = 'other', called: boolean): FinishReason {
  if (reason === 'stop' || reason === 'tool-calls') return called ? 'tool-calls' : 'stop';
  return reason;
}
