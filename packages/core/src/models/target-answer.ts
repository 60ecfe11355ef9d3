import type { Origin } from '../contracts/message.ts';
import type { ModelBatch, ModelEvent, ModelRequest, ResponseInfo, Target } from '../contracts/provider.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { type CallTarget, callThrough } from './delegate.ts';

/**
 * One target's answer, up to its finish. Its `start` names the target and comes with the first content, so that none is seen of a target
 * that never answered. Rejects with code `truncated` when there is no finish.
 */
export async function* targetAnswer(
  target: Target,
  request: ModelRequest,
  call: CallTarget,
): AsyncGenerator<ModelBatch> {
  const reader = new AnswerReader(target);
  const asked = { ...request, model: target.model };
  try {
    // Read to its very end, so that the connection can be used again.
    for await (const batch of callThrough(target, asked, call)) {
      const events = reader.read(batch);
      if (events.length > 0) yield events;
    }
  } catch (error) {
    if (!reader.finished || request.signal.aborted) throw error;
  }
  if (!reader.finished) throw endedEarly(target);
}

class AnswerReader {
  readonly #own: Origin;
  #start: ModelEvent | undefined;
  finished = false;

  constructor({ provider, model }: Target) {
    this.#own = { provider: provider.name, model };
    this.#start = this.#named({});
  }

  read(batch: ModelBatch): ModelBatch {
    if (this.finished) return [];
    const end = batch.findIndex(({ type }) => type === 'finish');
    this.finished = end >= 0;
    const events = this.finished ? batch.slice(0, end + 1) : batch;
    return this.#start || events.some(({ type }) => type === 'start') ? this.#withStart(events) : events;
  }

  #withStart(events: ModelBatch): ModelBatch {
    const told = events.filter((event) => event.type !== 'start');
    const last = events.findLast((event) => event.type === 'start');
    if (last) this.#start = this.#named(last.response);
    if (!this.#start || !(this.finished || shows(events))) return told;
    const start = this.#start;
    this.#start = undefined;
    return [start, ...told];
  }

  /** A target that stands for several has named the one that it asked. */
  #named(response: ResponseInfo): ModelEvent {
    return { type: 'start', response: { ...response, target: response.target ?? this.#own } };
  }
}

function endedEarly({ provider: { name: provider }, model }: Target): ProviderError {
  return new ProviderError({
    code: 'truncated',
    provider,
    model,
    retryable: true,
    what: `The answer of ${provider} ended early`,
    evidence: `The stream of ${model} closed without a finish event`,
    fix: 'Try again. Report it to its author; testProvider of @pegboard/testing shows such faults',
  });
}

/** Whether a batch holds anything of an answer that a reader would see. */
export function shows(batch: ModelBatch): boolean {
  return batch.some(({ type }) => type !== 'start' && type !== 'warning' && type !== 'finish');
}
