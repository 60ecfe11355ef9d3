import * as z from 'zod';
import type { BenchTool, ToolInput } from '../contenders/contender.ts';

const input = z.object({ query: z.string(), count: z.number().int() });

const place = z.object({
  street: z.string().describe('Street and number'),
  city: z.string().describe('Name of the city, in its own language'),
  country: z.enum(['AT', 'CH', 'DE', 'ES', 'FR', 'GB', 'IT', 'JP', 'PT', 'US']).describe('ISO 3166 code'),
  position: z.object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) }),
});

/** As tools of real services are: nested objects, lists, choices, and a sentence on each field. */
const richInput = input.extend({
  from: place.optional().describe('Where the parcel is picked up'),
  to: place.optional().describe('Where the parcel goes; the sender when absent'),
  items: z
    .array(
      z.object({
        sku: z.string().describe('Number of the article'),
        amount: z.number().int().min(1).max(999),
        colours: z.array(z.enum(['black', 'blue', 'green', 'red', 'white', 'yellow'])).optional(),
        gift: z.boolean().optional().describe('Wrapped, without the price'),
      }),
    )
    .optional()
    .describe('What is in the parcel'),
  priority: z.enum(['low', 'normal', 'high', 'urgent']).optional().describe('How fast it must arrive'),
  window: z
    .object({ start: z.string().describe('ISO 8601'), end: z.string().describe('ISO 8601') })
    .optional(),
  notes: z.string().max(2000).optional().describe('Anything that the driver must know'),
  labels: z.array(z.string()).max(20).optional().describe('Free labels, for searching later'),
});

export type Execute = (input: ToolInput) => Promise<string>;

/** Tools `tool_0` … with two fields each. */
export function plainTools(count: number, execute: Execute): BenchTool[] {
  return toolsOf(input, count, execute, (index) => `Looks up number ${index}`);
}

/** The same with some thirty fields each. */
export function richTools(count: number, execute: Execute): BenchTool[] {
  return toolsOf(richInput, count, execute, describeService);
}

function describeService(index: number): string {
  return `Finds, changes or cancels parcels of service ${index}. Use it for whatever the user asks about deliveries, never for bills.`;
}

function toolsOf(
  schema: z.ZodObject,
  count: number,
  execute: Execute,
  describe: (index: number) => string,
): BenchTool[] {
  // Some take the name of the draft for a reference.
  const { $schema: _draft, ...parameters } = z.toJSONSchema(schema);
  return Array.from({ length: count }, (_, index) => ({
    name: `tool_${index}`,
    description: describe(index),
    schema,
    parameters,
    execute,
  }));
}
