import { PegboardError } from '@pegboard/core';
import * as z from 'zod';
import type { Service } from '../service/service-definition.ts';

/** What we read of `GET /v1/search`. Source: https://open-meteo.com/en/docs/geocoding-api, checked 2026-11-21. */
const answer = z.object({
  generationtime_ms: z.number(),
  results: z
    .array(
      z.object({
        name: z.string(),
        latitude: z.number(),
        longitude: z.number(),
        country: z.string().nullish(),
        country_code: z.string().nullish(),
        admin1: z.string().nullish(),
      }),
    )
    .default([]),
});

type Found = z.infer<typeof answer>['results'][number];

export interface Place {
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
}

/** A place by its name, or by coordinates such as `59.91, 10.75`. What stands behind a comma chooses among places of one name. */
export async function findPlace(text: string, service: Service): Promise<Place> {
  const [, latitude, longitude] = /^(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (latitude !== undefined && longitude !== undefined)
    return { name: `${latitude}, ${longitude}`, latitude: Number(latitude), longitude: Number(longitude) };
  const [name = '', ...region] = text.split(',').map((piece) => piece.trim());
  const { results } = await service.json(answer, {
    base: 'https://geocoding-api.open-meteo.com',
    path: '/v1/search',
    query: { name, count: region.length > 0 ? 20 : 1, language: 'en', format: 'json' },
  });
  const place = results.find((one) => region.every((word) => isIn(one, word)));
  if (!place) throw unknown(text, results);
  return { ...place, name: nameOf(place) };
}

function isIn({ country, country_code, admin1 }: Found, word: string): boolean {
  return [country, country_code, admin1].some((known) => known?.toLowerCase() === word.toLowerCase());
}

function nameOf({ name, admin1, country }: Found): string {
  return [name, admin1, country].filter(Boolean).join(', ');
}

function unknown(text: string, results: readonly Found[]): PegboardError {
  return new PegboardError({
    code: 'not-found',
    what: `Open-Meteo knows no place "${text}"`,
    evidence: results.length > 0 ? `It knows ${results.slice(0, 5).map(nameOf).join('; ')}` : undefined,
    fix: 'Write the name of a town in English or its own language, with the country behind a comma, or give coordinates',
  });
}
