/** Stands in for the services, so that this example needs no network: answers as theirs are documented, one for each address. */
const answers: Readonly<Record<string, unknown>> = {
  'geocoding-api.open-meteo.com': {
    generationtime_ms: 0.4,
    results: [{ name: 'Oslo', latitude: 59.91, longitude: 10.75, country: 'Norway', country_code: 'NO' }],
  },
  'api.open-meteo.com': {
    timezone: 'Europe/Oslo',
    current: {
      time: '2026-11-21T09:00',
      temperature_2m: -3.2,
      apparent_temperature: -7.4,
      relative_humidity_2m: 86,
      precipitation: 0.2,
      weather_code: 73,
      wind_speed_10m: 11,
      wind_direction_10m: 20,
    },
    daily: {
      time: ['2026-11-21', '2026-11-22'],
      weather_code: [73, 3],
      temperature_2m_max: [-1.5, 0.8],
      temperature_2m_min: [-6, -4.1],
      precipitation_sum: [4.2, 0],
      precipitation_probability_max: [95, 10],
      wind_speed_10m_max: [19, 12],
    },
  },
  'en.wikipedia.org': {
    query: {
      pages: [
        {
          title: 'Pegboard',
          index: 1,
          extract: 'A pegboard is a board with holes in rows, into which pegs are put to hang tools on.',
          fullurl: 'https://en.wikipedia.org/wiki/Pegboard',
        },
      ],
    },
  },
  'slack.com': { ok: true, channel: 'C0SNOW', ts: '1763716800.000100' },
};

export const offline: typeof fetch = async (address) => {
  const { host } = new URL(address instanceof Request ? address.url : address);
  if (host === 'api.search.brave.com')
    return Response.json({ message: 'Too many requests' }, { status: 429, headers: { 'retry-after': '30' } });
  return Response.json(answers[host] ?? {}, { status: host in answers ? 200 : 404 });
};
