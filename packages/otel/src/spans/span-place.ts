import { type Context, type Span, trace } from '@opentelemetry/api';

/** The key of a context's span, as the API uses it but does not export it. */
const key = findKey();

function findKey(): symbol {
  let found = Symbol();
  const asked: Context = {
    getValue: () => undefined,
    deleteValue: () => asked,
    setValue(name) {
      found = name;
      return asked;
    },
  };
  trace.setSpan(asked, trace.wrapSpanContext({ traceId: '', spanId: '', traceFlags: 0 }));
  return found;
}

/** A context with a span in it. The API's own copies all that the context around it holds. */
export class SpanPlace implements Context {
  readonly #around: Context;
  readonly #span: Span;

  constructor(around: Context, span: Span) {
    this.#around = around;
    this.#span = span;
  }

  getValue(name: symbol): unknown {
    return name === key ? this.#span : this.#around.getValue(name);
  }

  setValue(name: symbol, value: unknown): Context {
    return this.#around.setValue(key, this.#span).setValue(name, value);
  }

  deleteValue(name: symbol): Context {
    return this.#around.setValue(key, this.#span).deleteValue(name);
  }
}
