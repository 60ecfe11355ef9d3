import { defineTool, ToolFailure } from '@pegboard/core';
import * as z from 'zod';

const city = z.object({ city: z.enum(['Oslo', 'Stockholm', 'Helsinki', 'Tokyo']) });
const degrees = { Oslo: 9, Stockholm: 12, Helsinki: 7, Tokyo: 21 };
const museums = { Oslo: 'Munch', Stockholm: 'Vasa', Helsinki: 'Kiasma', Tokyo: 'Edo-Tokyo' };

export const listStops = defineTool({
  name: 'list_stops',
  description: 'Lists the cities of a trip.',
  input: z.object({ trip: z.string() }),
  output: z.object({ items: z.array(city) }),
  execute: () => ({
    items: [{ city: 'Oslo' as const }, { city: 'Stockholm' as const }, { city: 'Helsinki' as const }],
  }),
});

export const getWeather = defineTool({
  name: 'get_weather',
  description: 'The temperature in a city.',
  input: city,
  execute: (input) => ({ city: input.city, degrees: degrees[input.city] }),
});

export const findMuseum = defineTool({
  name: 'find_museum',
  description: 'The museum to see in a city.',
  input: city,
  execute: (input) => `In ${input.city}, see the ${museums[input.city]} museum.`,
});

const distance = z.object({ km: z.number().positive() });

export const trainTicket = defineTool({
  name: 'train_ticket',
  description: 'The price of a seat in a train.',
  input: distance,
  execute: ({ km }) => `${km} km by train: ${Math.round(km * 0.2)} euros.`,
});

export const planeTicket = defineTool({
  name: 'plane_ticket',
  description: 'The price of a seat in a plane.',
  input: distance,
  execute: ({ km }) => `${km} km by plane: ${Math.round(80 + km * 0.1)} euros.`,
});

const currency = z.object({ currency: z.enum(['EUR', 'NOK', 'JPY']) });

export const liveRate = defineTool({
  name: 'live_rate',
  description: "Today's rate of a currency.",
  input: currency,
  execute: (): string => {
    throw new ToolFailure('the bank does not answer (there is no network here)');
  },
});

export const savedRate = defineTool({
  name: 'saved_rate',
  description: 'The rate of a currency as it was last week.',
  input: currency,
  execute: (input) => {
    const dollars = { EUR: 1.16, NOK: 0.1, JPY: 0.0064 };
    return `Last week 1 ${input.currency} was ${dollars[input.currency]} dollars.`;
  },
});
