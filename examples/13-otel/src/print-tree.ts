import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';

/** Spans as a tree: names, durations, and what an operator looks for first. */
export function treeOf(spans: readonly ReadableSpan[], parent?: string, indent = ''): string[] {
  return spans
    .filter((span) => span.parentSpanContext?.spanId === parent)
    .toSorted((a, b) => startOf(a) - startOf(b))
    .flatMap((span) => [
      `${indent}${span.name}${detailsOf(span)}`,
      ...span.events.map((event) => `${indent}  · ${event.name} ${valuesOf(event.attributes)}`),
      ...treeOf(spans, span.spanContext().spanId, `${indent}  `),
    ]);
}

const shown: Readonly<Record<string, string>> = {
  'gen_ai.provider.name': '',
  'gen_ai.usage.input_tokens': ' in',
  'gen_ai.usage.output_tokens': ' out',
  'pegboard.tool.status': '',
  'error.type': '',
};

function detailsOf({ attributes, duration: [seconds, nanos] }: ReadableSpan): string {
  const facts = Object.entries(shown).flatMap(([key, unit]) =>
    attributes[key] === undefined ? [] : [`${attributes[key] as string | number}${unit}`],
  );
  return ` (${[`${Math.round(seconds * 1000 + nanos / 1e6)} ms`, ...facts].join(', ')})`;
}

function startOf({ startTime: [seconds, nanos] }: ReadableSpan): number {
  return seconds * 1000 + nanos / 1e6;
}

function valuesOf(attributes: ReadableSpan['attributes'] = {}): string {
  return Object.values(attributes).map(String).join(' ');
}
