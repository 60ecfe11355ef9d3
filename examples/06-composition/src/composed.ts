import { branch, fallbackTool, mapReduce, parallel, pipe } from '@pegboard/core/tools';
import { findMuseum, getWeather, listStops, liveRate, planeTicket, savedRate, trainTicket } from './tools.ts';

/** Takes `{ items: [{ city }, …] }`; what `reduce` gets is typed by the tool. */
const weatherOfAll = mapReduce(
  { name: 'weather_of_all', description: 'The weather in several cities.' },
  getWeather,
  (all) => `${all.map(({ city, degrees }) => `${city} ${degrees} °C`).join(', ')}.`,
);

/** A tool that does not take what the one before it gives is a compile error. */
export const tripWeather = pipe(
  { name: 'trip_weather', description: 'The weather in all cities of a trip.' },
  listStops,
  weatherOfAll,
);

export const cityOverview = parallel(
  { name: 'city_overview', description: 'An overview of a city: its weather and its museum.' },
  { weather: getWeather, museum: findMuseum },
);

export const ticketPrice = branch(
  { name: 'ticket_price', description: 'The price of a ticket for a distance in km.' },
  ({ km }) => km < 800,
  trainTicket,
  planeTicket,
);

export const exchangeRate = fallbackTool(
  { name: 'exchange_rate', description: 'The exchange rate of a currency.' },
  liveRate,
  savedRate,
);
