import * as z from 'zod';
import { serviceTool } from '../service/service-tool.ts';
import { unfitAnswer } from '../service/service-error.ts';
import { findPlace } from './find-place.ts';
import { weatherWords } from './weather-codes.ts';

const value = z.number().nullable();
const values = z.array(value);

/** What we read of `GET /v1/forecast`. Source: https://open-meteo.com/en/docs, checked 2026-11-21. */
const answer = z.object({
  timezone: z.string(),
  current: z.object({
    time: z.string(),
    temperature_2m: z.number(),
    apparent_temperature: value,
    relative_humidity_2m: value,
    precipitation: value,
    weather_code: z.number(),
    wind_speed_10m: value,
    wind_direction_10m: value,
  }),
  daily: z.object({
    time: z.array(z.string()),
    weather_code: values,
    temperature_2m_max: values,
    temperature_2m_min: values,
    precipitation_sum: values,
    precipitation_probability_max: values.optional(),
    wind_speed_10m_max: values,
  }),
});

type Answer = z.infer<typeof answer>;

const day = z.object({
  date: z.string(),
  weather: z.string(),
  min: value,
  max: value,
  precipitation: value,
  precipitation_probability: value.describe('Per cent.'),
  wind: value.describe('The strongest of the day.'),
});

/** Weather now and forecast by Open-Meteo, found by the name of a place; no key. The service is free for non-commercial use. */
export const openMeteoWeather = serviceTool({
  name: 'open_meteo_weather',
  factory: 'openMeteoWeather',
  title: 'Open-Meteo',
  description:
    'Gives the weather now and the forecast for up to 16 days at any place of the world, in words and numbers: temperature, rain or snow, chance of it, wind, humidity. Give the name of a town, with the country behind a comma where there are several of that name, or coordinates as "latitude, longitude". It has no past weather and no warnings of authorities.',
  baseURL: 'https://api.open-meteo.com',
  hosts: ['geocoding-api.open-meteo.com'],
  input: z
    .object({
      place: z
        .string()
        .trim()
        .min(1)
        .max(200)
        .describe('A town such as "Oslo" or "Paris, Texas", or coordinates such as "59.91, 10.75".'),
      days: z.int().min(1).max(16).default(3).describe('Days of forecast, today included.'),
      units: z.enum(['metric', 'imperial']).default('metric').describe('°C, km/h, mm; or °F, mph, inch.'),
    })
    .meta({ examples: [{ place: 'Oslo, Norway', days: 2 }] }),
  output: z.object({
    place: z.string(),
    latitude: z.number(),
    longitude: z.number(),
    timezone: z.string(),
    units: z.object({ temperature: z.string(), wind: z.string(), precipitation: z.string() }),
    now: z.object({
      time: z.string().describe('Local time there.'),
      weather: z.string(),
      temperature: z.number(),
      feels_like: value,
      humidity: value.describe('Per cent.'),
      precipitation: value,
      wind: value,
      wind_from: value.describe('Degrees; 0 is north.'),
    }),
    days: z.array(day),
  }),
  effects: { idempotent: true },
  execute: async ({ place: text, days, units }, { service }) => {
    const place = await findPlace(text, service);
    const imperial = units === 'imperial';
    const { current, daily } = answer.shape;
    const found = await service.json(answer, {
      path: '/v1/forecast',
      query: {
        latitude: place.latitude,
        longitude: place.longitude,
        current: namesOf(current.shape),
        daily: namesOf(daily.shape),
        timezone: 'auto',
        forecast_days: days,
        ...(imperial && {
          temperature_unit: 'fahrenheit',
          wind_speed_unit: 'mph',
          precipitation_unit: 'inch',
        }),
      },
    });
    return {
      place: place.name,
      latitude: place.latitude,
      longitude: place.longitude,
      timezone: found.timezone,
      units: imperial
        ? { temperature: '°F', wind: 'mph', precipitation: 'inch' }
        : { temperature: '°C', wind: 'km/h', precipitation: 'mm' },
      now: toNow(found.current),
      days: toDays(found.daily),
    };
  },
});

function namesOf(shape: object): string {
  return Object.keys(shape)
    .filter((name) => name !== 'time')
    .join(',');
}

function toNow(current: Answer['current']) {
  return {
    time: current.time,
    weather: weatherWords(current.weather_code),
    temperature: current.temperature_2m,
    feels_like: current.apparent_temperature,
    humidity: current.relative_humidity_2m,
    precipitation: current.precipitation,
    wind: current.wind_speed_10m,
    wind_from: current.wind_direction_10m,
  };
}

/** One list per value becomes one entry per day. */
function toDays(daily: Answer['daily']): z.infer<typeof day>[] {
  return daily.time.map((date, index) => {
    const code = at(daily.weather_code, index);
    return {
      date,
      weather: code === null ? 'unknown' : weatherWords(code),
      min: at(daily.temperature_2m_min, index),
      max: at(daily.temperature_2m_max, index),
      precipitation: at(daily.precipitation_sum, index),
      precipitation_probability: at(daily.precipitation_probability_max, index),
      wind: at(daily.wind_speed_10m_max, index),
    };
  });
}

function at(list: readonly (number | null)[] | undefined, index: number): number | null {
  if (!list) return null;
  const one = list[index];
  if (one === undefined) throw unfitAnswer({ title: 'Open-Meteo' }, 'daily: lists of different lengths');
  return one;
}
