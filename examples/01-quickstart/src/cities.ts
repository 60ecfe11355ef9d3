export interface City {
  readonly latitude: number;
  readonly longitude: number;
  readonly timeZone: string;
}

/** Degrees north and east, and the IANA time zone. */
export const cities = {
  Amsterdam: { latitude: 52.37, longitude: 4.9, timeZone: 'Europe/Amsterdam' },
  Athens: { latitude: 37.98, longitude: 23.73, timeZone: 'Europe/Athens' },
  Auckland: { latitude: -36.85, longitude: 174.76, timeZone: 'Pacific/Auckland' },
  Bangkok: { latitude: 13.76, longitude: 100.5, timeZone: 'Asia/Bangkok' },
  Beijing: { latitude: 39.9, longitude: 116.41, timeZone: 'Asia/Shanghai' },
  Berlin: { latitude: 52.52, longitude: 13.41, timeZone: 'Europe/Berlin' },
  'Buenos Aires': { latitude: -34.6, longitude: -58.38, timeZone: 'America/Argentina/Buenos_Aires' },
  Cairo: { latitude: 30.04, longitude: 31.24, timeZone: 'Africa/Cairo' },
  'Cape Town': { latitude: -33.92, longitude: 18.42, timeZone: 'Africa/Johannesburg' },
  Chicago: { latitude: 41.88, longitude: -87.63, timeZone: 'America/Chicago' },
  Delhi: { latitude: 28.61, longitude: 77.21, timeZone: 'Asia/Kolkata' },
  Dubai: { latitude: 25.2, longitude: 55.27, timeZone: 'Asia/Dubai' },
  Honolulu: { latitude: 21.31, longitude: -157.86, timeZone: 'Pacific/Honolulu' },
  'Hong Kong': { latitude: 22.32, longitude: 114.17, timeZone: 'Asia/Hong_Kong' },
  Istanbul: { latitude: 41.01, longitude: 28.98, timeZone: 'Europe/Istanbul' },
  Jakarta: { latitude: -6.21, longitude: 106.85, timeZone: 'Asia/Jakarta' },
  Kathmandu: { latitude: 27.72, longitude: 85.32, timeZone: 'Asia/Kathmandu' },
  Lagos: { latitude: 6.52, longitude: 3.38, timeZone: 'Africa/Lagos' },
  Lima: { latitude: -12.05, longitude: -77.04, timeZone: 'America/Lima' },
  London: { latitude: 51.51, longitude: -0.13, timeZone: 'Europe/London' },
  'Los Angeles': { latitude: 34.05, longitude: -118.24, timeZone: 'America/Los_Angeles' },
  Madrid: { latitude: 40.42, longitude: -3.7, timeZone: 'Europe/Madrid' },
  'Mexico City': { latitude: 19.43, longitude: -99.13, timeZone: 'America/Mexico_City' },
  Moscow: { latitude: 55.76, longitude: 37.62, timeZone: 'Europe/Moscow' },
  Mumbai: { latitude: 19.08, longitude: 72.88, timeZone: 'Asia/Kolkata' },
  Nairobi: { latitude: -1.29, longitude: 36.82, timeZone: 'Africa/Nairobi' },
  'New York': { latitude: 40.71, longitude: -74.01, timeZone: 'America/New_York' },
  Oslo: { latitude: 59.91, longitude: 10.75, timeZone: 'Europe/Oslo' },
  Paris: { latitude: 48.86, longitude: 2.35, timeZone: 'Europe/Paris' },
  Reykjavik: { latitude: 64.15, longitude: -21.94, timeZone: 'Atlantic/Reykjavik' },
  'Rio de Janeiro': { latitude: -22.91, longitude: -43.17, timeZone: 'America/Sao_Paulo' },
  Rome: { latitude: 41.9, longitude: 12.5, timeZone: 'Europe/Rome' },
  'San Francisco': { latitude: 37.77, longitude: -122.42, timeZone: 'America/Los_Angeles' },
  Seoul: { latitude: 37.57, longitude: 126.98, timeZone: 'Asia/Seoul' },
  Singapore: { latitude: 1.35, longitude: 103.82, timeZone: 'Asia/Singapore' },
  Stockholm: { latitude: 59.33, longitude: 18.07, timeZone: 'Europe/Stockholm' },
  Sydney: { latitude: -33.87, longitude: 151.21, timeZone: 'Australia/Sydney' },
  Tokyo: { latitude: 35.68, longitude: 139.69, timeZone: 'Asia/Tokyo' },
  Toronto: { latitude: 43.65, longitude: -79.38, timeZone: 'America/Toronto' },
  Vienna: { latitude: 48.21, longitude: 16.37, timeZone: 'Europe/Vienna' },
} as const satisfies Record<string, City>;

export type CityName = keyof typeof cities;

// The keys of `cities`, which Object.keys gives as plain strings.
export const cityNames = Object.keys(cities) as [CityName, ...CityName[]];
