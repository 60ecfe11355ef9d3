import {
  type Attributes,
  type Counter,
  createNoopMeter,
  type Histogram,
  type MeterProvider,
  metrics,
  trace,
  type Tracer,
  type TracerProvider,
} from '@opentelemetry/api';
import { ConfigError } from '@pegboard/core';
import { metricNames } from './names.ts';
import { report } from './report.ts';

/** How much of what people and models say is recorded. Each level holds those before it. */
export type Capture = 'none' | 'tools' | 'messages' | 'all';

export interface OtelOptions {
  /**
   * `none`: no content. `tools`: arguments and results of tools, and messages of errors. `messages`: also what the model was sent and what it
   * answered. `all`: also instructions and the tools' schemas. Default `none`.
   */
  readonly capture?: Capture;
  /** Sees every text before it is recorded. */
  readonly redact?: (text: string) => string;
  /** Most characters of one recorded text; default 8,000. */
  readonly maxContentChars?: number;
  /** Default: the global one. */
  readonly tracerProvider?: TracerProvider;
  /** Default: the global one. */
  readonly meterProvider?: MeterProvider;
  /** For every span and every metric. */
  readonly attributes?: Attributes;
}

/** What spans and metrics are made with. */
export interface Telemetry {
  readonly tracer: Tracer;
  /** Undefined where nobody measures. */
  readonly meters: () => Meters | undefined;
  readonly attributes: Attributes;
  /** Whether content of that level is recorded. */
  readonly captures: (level: Exclude<Capture, 'none'>) => boolean;
  /** A text as it may be recorded. */
  readonly text: (text: string) => string;
}

export interface Meters {
  readonly tokens: Histogram;
  readonly chatDuration: Histogram;
  readonly firstChunk: Histogram;
  readonly agentDuration: Histogram;
  readonly toolDuration: Histogram;
  readonly cost: Counter;
}

const scope = '@pegboard/otel';
const levels: readonly Capture[] = ['none', 'tools', 'messages', 'all'];

/** Throws `ConfigError` for a level that does not exist. */
export function createTelemetry(options: OtelOptions): Telemetry {
  const { capture = 'none', redact, maxContentChars = 8_000, attributes = {} } = options;
  const level = levels.indexOf(capture);
  if (level < 0) {
    throw new ConfigError({
      what: 'otel() does not know this level of content',
      evidence: `capture is ${capture}`,
      fix: `Choose one of ${levels.join(', ')}`,
    });
  }
  return {
    tracer: (options.tracerProvider ?? trace).getTracer(scope),
    meters: metersOf(options.meterProvider),
    attributes,
    captures: (wanted) => levels.indexOf(wanted) <= level,
    text: (text) => cut(redact ? redacted(redact, text) : text, maxContentChars),
  };
}

/** Nothing where `redact` fails: what it has not seen is not recorded. */
function redacted(redact: (text: string) => string, text: string): string {
  try {
    return redact(text);
  } catch (error) {
    report(error);
    return '';
  }
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).toWellFormed()}…`;
}

const seconds = { unit: 's', advice: { explicitBucketBoundaries: bounds(0.01, 14) } };

/** The global provider may be set after this package was asked: unlike tracers, its meters do not notice. */
function metersOf(provider: MeterProvider | undefined): Telemetry['meters'] {
  let from: MeterProvider | undefined;
  let made: Meters | undefined;
  return () => {
    const current = provider ?? metrics.getMeterProvider();
    if (current !== from) made = createMeters((from = current));
    return made;
  };
}

const nobody = createNoopMeter().createHistogram('nobody').constructor;

function createMeters(provider: MeterProvider): Meters | undefined {
  const meter = provider.getMeter(scope);
  const tokens = meter.createHistogram(metricNames.tokens, {
    unit: '{token}',
    description: 'Number of input and output tokens used.',
    advice: { explicitBucketBoundaries: bounds(1, 14, 4) },
  });
  if (tokens.constructor === nobody) return undefined;
  return {
    tokens,
    chatDuration: meter.createHistogram(metricNames.chatDuration, {
      ...seconds,
      description: 'Duration of a call of a model.',
    }),
    firstChunk: meter.createHistogram(metricNames.firstChunk, {
      ...seconds,
      description: 'Time from a streamed call of a model to its first chunk.',
    }),
    agentDuration: meter.createHistogram(metricNames.agentDuration, {
      ...seconds,
      description: 'Duration of a run of an agent.',
    }),
    toolDuration: meter.createHistogram(metricNames.toolDuration, {
      ...seconds,
      description: 'Duration of a call of a tool.',
    }),
    cost: meter.createCounter(metricNames.cost, {
      unit: '{USD}',
      description: 'US dollars spent on models whose price is known.',
    }),
  };
}

/** The bounds that the conventions advise: each a multiple of the one before. */
function bounds(first: number, count: number, factor = 2): number[] {
  return Array.from({ length: count }, (_, index) => first * factor ** index);
}
