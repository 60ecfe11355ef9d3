import {
  type Attributes,
  type Context,
  type Link,
  type Span,
  type SpanContext,
  type SpanOptions,
  type SpanStatus,
  type TimeInput,
  trace,
} from '@opentelemetry/api';
import { type Anchor, takeAnchor } from '../anchor.ts';
import type { Telemetry } from '../telemetry.ts';
import { work } from '../traced-work.ts';
import { SpanPlace } from './span-place.ts';

/** A span but for when it began. */
export type SpanPlan = SpanOptions & { readonly name: string };

/**
 * A span that the SDK is asked for when somebody wants to know of it, such as a child or a propagator, or when it is told of: the SDK's code
 * is slow each time that it runs alone, and fast for many spans at once. It begins when it is constructed.
 */
export abstract class LazySpan implements Span {
  readonly [work]: string;
  /** With the span in it. */
  readonly context: Context;
  readonly startedAt: number = performance.now();
  endedAt: number | undefined;
  protected readonly telemetry: Telemetry;
  readonly #parent: Context;
  readonly #anchor: Anchor;
  #made: Span | undefined;

  constructor(telemetry: Telemetry, parent: Context, what: string, anchor: Anchor = takeAnchor()) {
    this.#anchor = anchor;
    this.telemetry = telemetry;
    this.#parent = parent;
    this[work] = what;
    this.context = new SpanPlace(parent, this);
  }

  /** What the SDK is asked for. */
  protected abstract plan(): SpanPlan;

  /** The SDK's. */
  get made(): Span {
    if (this.#made) return this.#made;
    const { name, ...options } = this.plan();
    const around = trace.getSpan(this.#parent);
    // Processors may look at more of a parent than its ids.
    const parent = around instanceof LazySpan ? trace.setSpan(this.#parent, around.made) : this.#parent;
    // In whole milliseconds, as others take their time: no child begins before.
    const { time, reading } = this.#anchor;
    const startTime = time + Math.floor(this.startedAt - reading);
    this.#made = this.telemetry.tracer.startSpan(name, { ...options, startTime }, parent);
    return this.#made;
  }

  /** A reading of `performance.now()` as milliseconds since 1970. */
  timeOf(reading: number): number {
    return this.#anchor.time + reading - this.#anchor.reading;
  }

  spanContext(): SpanContext {
    return this.made.spanContext();
  }

  isRecording(): boolean {
    return this.made.isRecording();
  }

  setAttribute(...given: Parameters<Span['setAttribute']>): this {
    this.made.setAttribute(...given);
    return this;
  }

  setAttributes(attributes: Attributes): this {
    this.made.setAttributes(attributes);
    return this;
  }

  addEvent(...given: Parameters<Span['addEvent']>): this {
    this.made.addEvent(...given);
    return this;
  }

  addLink(link: Link): this {
    this.made.addLink(link);
    return this;
  }

  addLinks(links: Link[]): this {
    this.made.addLinks(links);
    return this;
  }

  setStatus(status: SpanStatus): this {
    this.made.setStatus(status);
    return this;
  }

  updateName(name: string): this {
    this.made.updateName(name);
    return this;
  }

  end(time?: TimeInput): void {
    this.made.end(time);
  }

  recordException(...given: Parameters<Span['recordException']>): void {
    this.made.recordException(...given);
  }
}
