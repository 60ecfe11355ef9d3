import { defineTool } from '@pegboard/core';
import * as z from 'zod';
import { cities, type City, cityNames } from './cities.ts';

const city = z.enum(cityNames);
const earthRadiusKm = 6371;

export const cityDistance = defineTool({
  name: 'city_distance',
  description: 'How far two cities are apart, in kilometres along the great circle.',
  input: z.object({ from: city, to: city }),
  execute: ({ from, to }) => {
    const distance = Math.round(greatCircleKm(cities[from], cities[to]));
    return {
      distance_km: distance,
      summary: `${from} and ${to} are ${distance.toLocaleString('en')} km apart.`,
    };
  },
});

export const timeDifference = defineTool({
  name: 'time_difference',
  description: 'How many hours the clocks of one city are ahead of those of another, today.',
  input: z.object({ from: city, to: city }),
  execute: ({ from, to }) => {
    const now = new Date();
    const hours = (offsetMinutes(cities[to], now) - offsetMinutes(cities[from], now)) / 60;
    return { time_difference_hours: hours, summary: `${to} is ${aheadOf(hours)} ${from}.` };
  },
});

export const arrivalTime = defineTool({
  name: 'arrival_time',
  description: 'At what local time a plane lands, from its departure, the distance and the time difference.',
  input: z.object({
    departure: z
      .string()
      .regex(/^\d{1,2}:\d\d$/)
      .describe('local time of departure, such as 13:00'),
    distance_km: z.number().positive(),
    time_difference_hours: z.number().describe('of the destination; positive when its clocks are ahead'),
    speed_km_per_hour: z.number().positive().default(850),
  }),
  check: ({ departure }) => (isClock(departure) ? undefined : `${departure} is no time of the day`),
  execute: (flight) => {
    const flightMinutes = Math.round((flight.distance_km / flight.speed_km_per_hour) * 60);
    const landing = minutesOf(flight.departure) + flightMinutes + flight.time_difference_hours * 60;
    const air = `${Math.floor(flightMinutes / 60)} h ${flightMinutes % 60} min`;
    const summary = `You land at ${clock(landing)} local time${dayWords(landing)}, after ${air} in the air.`;
    return { lands_at: clock(landing), flight_minutes: flightMinutes, summary };
  },
});

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

function greatCircleKm(from: City, to: City): number {
  const halfChord = (one: number, other: number): number => Math.sin(radians(other - one) / 2) ** 2;
  const a =
    halfChord(from.latitude, to.latitude) +
    Math.cos(radians(from.latitude)) *
      Math.cos(radians(to.latitude)) *
      halfChord(from.longitude, to.longitude);
  return 2 * earthRadiusKm * Math.asin(Math.sqrt(a));
}

/** Minutes that the clocks of a city are ahead of UTC at an instant. */
function offsetMinutes({ timeZone }: City, at: Date): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at);
  const offset = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)/.exec(offset) ?? [];
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
}

function aheadOf(hours: number): string {
  if (hours === 0) return 'on the same time as';
  const size = Math.abs(hours);
  return `${size} ${size === 1 ? 'hour' : 'hours'} ${hours > 0 ? 'ahead of' : 'behind'}`;
}

function isClock(text: string): boolean {
  const [hours = 24, minutes = 60] = text.split(':').map(Number);
  return hours < 24 && minutes < 60;
}

function minutesOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
}

const dayMinutes = 24 * 60;

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function clock(minutes: number): string {
  const ofDay = ((Math.round(minutes) % dayMinutes) + dayMinutes) % dayMinutes;
  return `${twoDigits(Math.floor(ofDay / 60))}:${twoDigits(ofDay % 60)}`;
}

function dayWords(minutes: number): string {
  const days = Math.floor(Math.round(minutes) / dayMinutes);
  if (days === 0) return ' on the same day';
  if (days === 1) return ' the next day';
  return days < 0 ? ' the day before' : ` ${days} days later`;
}
