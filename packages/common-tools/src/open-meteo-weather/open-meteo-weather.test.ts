import { expect, it } from 'vitest';
import { openMeteoWeather } from '../index.ts';
import { callTool } from '../service/call-tool.test-util.ts';
import { serviceCases } from '../service/service-cases.test-util.ts';
import { type Seen, type Reply, standIn } from '../service/stand-in.test-util.ts';

const places = [
  {
    id: 1,
    name: 'Paris',
    latitude: 48.85,
    longitude: 2.35,
    country: 'France',
    country_code: 'FR',
    admin1: 'Île-de-France',
  },
  {
    id: 2,
    name: 'Paris',
    latitude: 33.66,
    longitude: -95.55,
    country: 'United States',
    country_code: 'US',
    admin1: 'Texas',
  },
];
const forecast = {
  latitude: 48.86,
  longitude: 2.36,
  timezone: 'Europe/Paris',
  current: {
    time: '2026-11-21T10:00',
    interval: 900,
    temperature_2m: 7.4,
    apparent_temperature: 5.1,
    relative_humidity_2m: 81,
    precipitation: 0,
    weather_code: 61,
    wind_speed_10m: 12.2,
    wind_direction_10m: 220,
  },
  daily: {
    time: ['2026-11-21', '2026-11-22'],
    weather_code: [61, 3],
    temperature_2m_max: [9.1, 10],
    temperature_2m_min: [4, 5.5],
    precipitation_sum: [2.5, 0],
    precipitation_probability_max: [90, null],
    wind_speed_10m_max: [20, 18.1],
  },
};
const world = ({ path }: Seen): Reply => ({
  body: path === '/v1/search' ? { results: places, generationtime_ms: 0.5 } : forecast,
});

serviceCases('open_meteo_weather', {
  make: openMeteoWeather,
  input: { place: '48.85, 2.35' },
  answer: { body: forecast },
  malformed: { ...forecast, current: { time: '10:00' } },
});

it('finds the place, also among several of that name, and tells the weather in words', async () => {
  const { baseURL, requests } = await standIn(world);
  const tool = openMeteoWeather({ baseURL, units: 'imperial' });
  const { value } = await callTool(tool, { place: 'Paris, Texas', days: 2 });
  expect(requests[0]).toMatchObject({ path: '/v1/search', query: { name: 'Paris' } });
  expect(requests[1]).toMatchObject({
    path: '/v1/forecast',
    query: {
      latitude: '33.66',
      longitude: '-95.55',
      forecast_days: '2',
      temperature_unit: 'fahrenheit',
      timezone: 'auto',
    },
  });
  expect(value).toMatchObject({
    place: 'Paris, Texas, United States',
    units: { temperature: '°F' },
    now: { weather: 'light rain', temperature: 7.4, wind_from: 220 },
    days: [
      { date: '2026-11-21', weather: 'light rain', min: 4, max: 9.1, precipitation_probability: 90 },
      { date: '2026-11-22', weather: 'overcast', precipitation_probability: null },
    ],
  });
});

it('says that there is no such place, and which there are', async () => {
  const { baseURL } = await standIn(world);
  expect((await callTool(openMeteoWeather({ baseURL }), { place: 'Paris, Norway' })).error).toMatch(
    /knows no place "Paris, Norway".*Paris, Texas, United States/,
  );
  const nowhere = await standIn({ body: { generationtime_ms: 0.5 } });
  expect((await callTool(openMeteoWeather({ baseURL: nowhere.baseURL }), { place: 'Xyzzy' })).error).toMatch(
    /knows no place "Xyzzy"/,
  );
});

it('tells what Open-Meteo says of a request, and of lists that do not fit together', async () => {
  const { baseURL } = await standIn({
    status: 400,
    body: { error: true, reason: 'Latitude must be in range' },
  });
  expect((await callTool(openMeteoWeather({ baseURL }), { place: '99, 0' })).error).toMatch(
    /Latitude must be/,
  );
  const short = { ...forecast, daily: { ...forecast.daily, weather_code: [61] } };
  const broken = await standIn({ body: short });
  expect((await callTool(openMeteoWeather({ baseURL: broken.baseURL }), { place: '1, 1' })).error).toMatch(
    /different lengths/,
  );
});
