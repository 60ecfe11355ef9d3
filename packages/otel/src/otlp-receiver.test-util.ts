import { createServer } from 'node:http';
import { createRequire, registerHooks } from 'node:module';
import type { AddressInfo } from 'node:net';
import type * as MetricsExporter from '@opentelemetry/exporter-metrics-otlp-http';
import type * as TraceExporter from '@opentelemetry/exporter-trace-otlp-http';
import type * as Resources from '@opentelemetry/resources';
import type * as SdkMetrics from '@opentelemetry/sdk-metrics';
import type * as SdkTraceBase from '@opentelemetry/sdk-trace-base';
import type * as SdkTraceNode from '@opentelemetry/sdk-trace-node';

// Tests run with the condition `module`, and what the exporters keep for it is for bundlers: Node does not resolve its imports.
registerHooks({
  resolve: (specifier, ctx, next) =>
    next(specifier, { ...ctx, conditions: ctx.conditions.filter((condition) => condition !== 'module') }),
});
const load = createRequire(import.meta.url);
const { OTLPMetricExporter } = load('@opentelemetry/exporter-metrics-otlp-http') as typeof MetricsExporter;
const { OTLPTraceExporter } = load('@opentelemetry/exporter-trace-otlp-http') as typeof TraceExporter;
const { resourceFromAttributes } = load('@opentelemetry/resources') as typeof Resources;
const { MeterProvider, PeriodicExportingMetricReader } = load(
  '@opentelemetry/sdk-metrics',
) as typeof SdkMetrics;
const { SimpleSpanProcessor } = load('@opentelemetry/sdk-trace-base') as typeof SdkTraceBase;
const { NodeTracerProvider } = load('@opentelemetry/sdk-trace-node') as typeof SdkTraceNode;

export type Value = string | number | boolean | readonly Value[];

/** A span as it came over the wire. */
export interface ReceivedSpan {
  readonly name: string;
  readonly id: string;
  readonly traceId: string;
  readonly parent: string;
  readonly kind: number;
  readonly start: bigint;
  readonly end: bigint;
  /** 0 unset, 1 ok, 2 error. */
  readonly status: number;
  readonly message?: string | undefined;
  readonly attributes: Readonly<Record<string, Value>>;
  readonly events: readonly { readonly name: string; readonly attributes: Readonly<Record<string, Value>> }[];
}

export interface ReceivedPoint {
  readonly metric: string;
  readonly unit: string;
  readonly count: number;
  readonly sum: number;
  readonly attributes: Readonly<Record<string, Value>>;
}

export interface Receiver {
  readonly tracerProvider: SdkTraceNode.NodeTracerProvider;
  readonly meterProvider: SdkMetrics.MeterProvider;
  /** Everything exported so far. */
  spans(): Promise<readonly ReceivedSpan[]>;
  points(): Promise<readonly ReceivedPoint[]>;
  close(): Promise<void>;
}

/** An OTLP receiver on loopback, and a real SDK that exports to it over HTTP. Its context manager and propagator are made global. */
export async function startReceiver(): Promise<Receiver> {
  const bodies: Record<string, unknown[]> = {};
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const path = request.url ?? '';
      (bodies[path] ??= []).push(JSON.parse(Buffer.concat(pieces).toString()));
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const resource = resourceFromAttributes({ 'service.name': 'test' });
  const tracerProvider = new NodeTracerProvider({
    resource,
    spanProcessors: [new SimpleSpanProcessor(new OTLPTraceExporter({ url: `${base}/v1/traces` }))],
  });
  const exporter = new OTLPMetricExporter({ url: `${base}/v1/metrics` });
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const meterProvider = new MeterProvider({ resource, readers: [reader] });
  tracerProvider.register();
  return {
    tracerProvider,
    meterProvider,
    async spans() {
      await tracerProvider.forceFlush();
      return (bodies['/v1/traces'] ?? []).flatMap(readSpans);
    },
    async points() {
      await meterProvider.forceFlush();
      return readPoints(bodies['/v1/metrics']?.at(-1));
    },
    async close() {
      await tracerProvider.shutdown();
      await meterProvider.shutdown();
      server.closeAllConnections();
      server.close();
    },
  };
}

// The wire is JSON; what is read of it is what OTLP says is there.
type Json = Readonly<Record<string, unknown>>;
type Attribute = { readonly key: string; readonly value: Json };

function readSpans(body: unknown): ReceivedSpan[] {
  const { resourceSpans } = body as { resourceSpans: { scopeSpans: { spans: Json[] }[] }[] };
  return resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({
        name: span['name'] as string,
        id: span['spanId'] as string,
        traceId: span['traceId'] as string,
        parent: (span['parentSpanId'] as string | undefined) ?? '',
        kind: span['kind'] as number,
        start: BigInt(span['startTimeUnixNano'] as string),
        end: BigInt(span['endTimeUnixNano'] as string),
        status: (span['status'] as { code: number }).code,
        message: (span['status'] as { message?: string }).message,
        attributes: readAttributes(span['attributes'] as Attribute[]),
        events: ((span['events'] ?? []) as { name: string; attributes: Attribute[] }[]).map((event) => ({
          name: event.name,
          attributes: readAttributes(event.attributes),
        })),
      })),
    ),
  );
}

function readPoints(body: unknown): ReceivedPoint[] {
  const { resourceMetrics = [] } = (body ?? {}) as {
    resourceMetrics?: { scopeMetrics: { metrics: Json[] }[] }[];
  };
  return resourceMetrics.flatMap(({ scopeMetrics }) =>
    scopeMetrics.flatMap(({ metrics }) =>
      metrics.flatMap((metric) => {
        const data = (metric['histogram'] ?? metric['sum']) as { dataPoints: Json[] };
        return data.dataPoints.map((point) => ({
          metric: metric['name'] as string,
          unit: metric['unit'] as string,
          count: Number(point['count'] ?? 0),
          sum: Number(point['sum'] ?? point['asDouble'] ?? point['asInt'] ?? 0),
          attributes: readAttributes(point['attributes'] as Attribute[]),
        }));
      }),
    ),
  );
}

function readAttributes(attributes: readonly Attribute[] = []): Readonly<Record<string, Value>> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, readValue(value)]));
}

function readValue(value: Json): Value {
  if ('arrayValue' in value) return ((value['arrayValue'] as { values: Json[] }).values ?? []).map(readValue);
  if ('intValue' in value) return Number(value['intValue']);
  return (value['stringValue'] ?? value['doubleValue'] ?? value['boolValue'] ?? '') as Value;
}

/** The tree of spans as text: names, indented, siblings by name. Spans begin in whole milliseconds, which do not order them. */
export function treeOf(spans: readonly ReceivedSpan[], parent = '', indent = ''): string[] {
  const ids = new Set(spans.map(({ id }) => id));
  return spans
    .filter((span) => span.parent === parent || (parent === '' && !ids.has(span.parent)))
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .flatMap((span) => [`${indent}${span.name}`, ...treeOf(spans, span.id, `${indent}  `)]);
}
