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
  const own = { provider: target.provider.name, model: target.model };
  const named = (response: ResponseInfo): ModelEvent => ({
    type: 'start',
    response: { ...response, target: response.target ?? own },
  });
  let start: ModelEvent | undefined = named({});
  for await (const batch of callThrough(target, request, call)) {
    const end = batch.findIndex(({ type }) => type === 'finish');
    let events: ModelBatch = end < 0 ? batch : batch.slice(0, end + 1);
    if (start || events.some(({ type }) => type === 'start')) {
      const told = events.filter((event) => event.type !== 'start');
      const last = events.findLast((event) => event.type === 'start');
      if (last) start = named(last.response);
      const now = shows(events) || end >= 0;
      events = now && start ? [start, ...told] : told;
      if (now) start = undefined;
    }
    if (events.length > 0) yield events;
    if (end >= 0) return;
  }
  throw new ProviderError({
    code: 'truncated',
    ...own,
    retryable: true,
    what: `The answer of ${own.provider} ended early`,
    evidence: `The stream of ${own.model} closed without a finish event`,
    fix: 'Try again; if it happens always, the provider is at fault (see testProvider in @pegboard/testing)',
  });
}

/** Whether a batch holds anything of an answer that a reader would see. */
export function shows(batch: ModelBatch): boolean {
  return batch.some(({ type }) => type !== 'start' && type !== 'warning' && type !== 'finish');
}
