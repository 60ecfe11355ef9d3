// What a run looks like to OpenTelemetry: an SDK in memory stands in for a collector, and the spans are printed as a tree.
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { Agent, defineTool, ToolFailure } from '@pegboard/core';
import { otel } from '@pegboard/otel';
import { local } from '@pegboard/provider-local';
import { createPage } from 'example-print';
import * as z from 'zod';
import { treeOf } from './print-tree.ts';

// The application's own set-up; with an OTLP exporter in place of this one, the spans go to Jaeger, Grafana, Datadog …
const exporter = new InMemorySpanExporter();
new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();

const hooks = [otel()];
const weather = defineTool({
  name: 'get_weather',
  description: 'The weather in a city.',
  input: z.object({ city: z.enum(['Oslo', 'Rome', 'Lima']) }),
  execute: ({ city }) => {
    if (city === 'Lima') throw new ToolFailure('the station does not answer');
    return `It is sunny in ${city}.`;
  },
});
const cancel = defineTool({
  name: 'cancel_trip',
  description: 'Cancels the trip.',
  input: z.object({ reason: z.string() }),
  approval: true,
  execute: () => 'Cancelled.',
});
const sights = defineTool({
  name: 'list_sights',
  description: 'The sights of a city.',
  input: z.object({ city: z.enum(['Oslo', 'Rome', 'Lima']) }),
  execute: ({ city }) => `In ${city}, see the old town.`,
});
const guide = new Agent({ name: 'guide', provider: local(), model: 'rules', tools: [sights], hooks });
const planner = new Agent({
  name: 'planner',
  provider: local(),
  model: 'rules',
  tools: [weather, cancel, guide.asTool({ name: 'ask_guide', description: 'Asks the guide.' })],
  hooks,
});

const page = createPage();
const questions = {
  'Parallel tools, one of which fails': 'What is the weather in Oslo, Rome and Lima?',
  'An agent inside a tool': 'Ask the guide: "List the sights of Oslo."',
  'A call that a person denies': 'Cancel the trip, reason: "rain".',
};
for (const [title, question] of Object.entries(questions)) {
  page.title(title);
  page.say('You', question);
  exporter.reset();
  const { status } = await planner.run(question, { onApproval: () => ({ deny: 'it is paid for' }) });
  if (status !== 'done') process.exitCode = 1;
  const text = treeOf(exporter.getFinishedSpans()).join('\n');
  process.stdout.write(`\n${text}\n`);
}
