import { context, trace } from '@opentelemetry/api';
import type { ModelBatch, ModelRequest, Provider } from '@pegboard/core';
import type { RunScope } from '../run-scope.ts';
import type { Telemetry } from '../telemetry.ts';
import { noteBegin } from '../tell-begun.ts';
import { isSpanOf } from '../traced-work.ts';
import { ChatSpan, chatWork } from './chat-span.ts';
import { TracedStream } from './traced-stream.ts';

type Stream = Provider['stream'];

/** A call of a model that has a span each time that it is made. */
export class TracedModel implements AsyncIterable<ModelBatch> {
  readonly #telemetry: Telemetry;
  readonly #scope: RunScope | undefined;
  readonly #request: ModelRequest;
  readonly #next: Stream;

  constructor(telemetry: Telemetry, scope: RunScope | undefined, request: ModelRequest, next: Stream) {
    this.#telemetry = telemetry;
    this.#scope = scope;
    this.#request = request;
    this.#next = next;
  }

  [Symbol.asyncIterator](): AsyncIterator<ModelBatch> {
    const scope = this.#scope;
    const request = this.#request;
    const active = context.active();
    const around = trace.getSpan(active);
    if (isSpanOf(around, chatWork)) return this.#next(request)[Symbol.asyncIterator]();
    const parent = scope && !around ? scope.context : active;
    const chat = new ChatSpan(this.#telemetry, request, parent, scope?.anchor);
    if (scope) {
      scope.model = request.model;
      noteBegin(scope, chat);
    }
    return new TracedStream(chat, request, this.#next, scope ? undefined : () => chat.tell({}));
  }
}
