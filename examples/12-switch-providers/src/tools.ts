import { defineTool } from '@pegboard/core';
import * as z from 'zod';

const cities: Readonly<Record<string, { readonly sky: string; readonly zone: number }>> = {
  Lisbon: { sky: 'clear', zone: 0 },
  Oslo: { sky: 'snow', zone: 1 },
  Tokyo: { sky: 'rain', zone: 9 },
};

const input = z.object({ city: z.enum(['Lisbon', 'Oslo', 'Tokyo']) });

export const cityWeather = defineTool({
  name: 'city_weather',
  description: 'Tells the weather in a city.',
  input,
  execute: ({ city }) => `The weather in ${city} is ${cities[city]?.sky}.`,
});

export const cityTime = defineTool({
  name: 'city_time',
  description: 'Tells the time in a city, as hours before or after UTC.',
  input,
  execute: ({ city }) => `The time in ${city} is UTC+${cities[city]?.zone}.`,
});
