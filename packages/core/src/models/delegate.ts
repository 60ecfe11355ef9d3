import type { ModelBatch, ModelRequest, Provider, Target } from '../contracts/provider.ts';

/** Calls one model of one provider. */
export type CallTarget = (target: Target, request: ModelRequest) => AsyncIterable<ModelBatch>;

/** How a provider that stands for several targets answers: each call of a target is made by `call`. */
export type Delegate = (request: ModelRequest, call: CallTarget) => AsyncIterable<ModelBatch>;

const mark: unique symbol = Symbol.for('pegboard.delegate') as never;

type Stream = Provider['stream'] & { readonly [mark]?: Delegate };

/** The mark is on the function and not on the provider: a decorator that puts another `stream` in its place loses it, as it must. */
export function markDelegate(stream: Provider['stream'], delegate: Delegate): Provider['stream'] {
  return Object.assign(stream, { [mark]: delegate });
}

export function delegateOf(provider: Provider): Delegate | undefined {
  return (provider.stream as Stream)[mark];
}

/**
 * Calls a target by `call`; one that stands for several makes each of its calls by it. What every single call needs, such as deadlines,
 * goes there.
 */
export function callThrough(
  target: Target,
  request: ModelRequest,
  call: CallTarget,
): AsyncIterable<ModelBatch> {
  return delegateOf(target.provider)?.(request, call) ?? call(target, request);
}
