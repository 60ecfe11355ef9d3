import type { Message, ModelBatch, ModelEvent, ModelRequest, Provider, Usage } from '@pegboard/core';

export type Wrap = (provider: Provider) => Provider;
type AnyPart = Message['content'][number];
type Stream = (request: ModelRequest, next: Provider['stream']) => AsyncIterable<ModelBatch>;

/** The same provider with another `stream`, which may call the true one. */
export function wrapStream(stream: Stream): Wrap {
  return (provider) => ({
    ...provider,
    stream: (request) => stream(request, (inner) => provider.stream(inner)),
  });
}

/** Changes what comes out, batch by batch. `change` is made anew for each call. */
export function mapBatches(make: (request: ModelRequest) => (batch: ModelBatch) => ModelBatch): Wrap {
  return wrapStream(async function* (request, next) {
    const change = make(request);
    for await (const batch of next(request)) yield change(batch);
  });
}

/** Changes what comes out, event by event: none, one or several for each. */
export function mapEvents(change: (event: ModelEvent) => ModelEvent | readonly ModelEvent[]): Wrap {
  return mapBatches(() => (batch) => batch.flatMap(change));
}

/** Changes a whole answer: nothing comes before all of it has come. */
export function mapAnswer(change: (events: readonly ModelEvent[]) => readonly ModelEvent[]): Wrap {
  return wrapStream(async function* (request, next) {
    const all: ModelEvent[] = [];
    for await (const batch of next(request)) all.push(...batch);
    yield change(all);
  });
}

/** Changes the usage of every answer. */
export function mapUsage(change: (usage: Usage) => Usage): Wrap {
  return mapEvents((event) => (event.type === 'finish' ? { ...event, usage: change(event.usage) } : event));
}

/** Leaves out events of these types. */
export function drop(...types: readonly ModelEvent['type'][]): Wrap {
  return mapEvents((event) => (types.includes(event.type) ? [] : event));
}

/** Changes the request before it goes in. */
export function mapRequest(change: (request: ModelRequest) => ModelRequest): Wrap {
  return wrapStream((request, next) => next(change(request)));
}

/** Changes the conversation before it goes in. */
export function mapHistory(change: (messages: readonly Message[]) => readonly Message[]): Wrap {
  return mapRequest((request) => ({ ...request, messages: change(request.messages) }));
}

/** Changes every part of every message before it goes in: none, one or several for each. */
export function mapParts(change: (part: AnyPart, message: Message) => AnyPart | readonly AnyPart[]): Wrap {
  return mapHistory((messages) =>
    messages.map(
      (message) =>
        // The parts of each role go where they came from.
        ({
          ...message,
          content: message.content.flatMap((part: AnyPart) => change(part, message)),
        }) as Message,
    ),
  );
}

/** Handles what the true stream rejects with: return to end quietly, or throw something else. */
export function mapError(handle: (error: unknown, request: ModelRequest) => void): Wrap {
  return wrapStream(async function* (request, next) {
    try {
      yield* next(request);
    } catch (error) {
      handle(error, request);
    }
  });
}
