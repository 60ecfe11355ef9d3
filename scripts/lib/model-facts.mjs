const KEYS = new Set([
  'id',
  'capabilities',
  'contextTokens',
  'maxOutputTokens',
  'price',
  'images',
  'endsOn',
  'source',
  'checkedOn',
]);
const DAY = 86_400_000;

/** Days from one ISO date to another; negative when `to` is earlier. */
export const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY);

/** What is wrong with one entry of a model table, as ends of a sentence. `today` is an ISO date. */
export function faultsOf(info, today) {
  return [
    ...Object.keys(info)
      .filter((key) => !KEYS.has(key))
      .map((key) => `has a field that is not known: ${key}`),
    ...(typeof info.id === 'string' && info.id.trim() !== '' ? [] : ['has no id']),
    ...faultsOfLimits(info),
    ...faultsOfPrice(info.price),
    ...faultsOfImages(info.images),
    ...faultsOfOrigin(info, today),
    ...(info.endsOn === undefined || isDate(info.endsOn)
      ? []
      : [`has an endsOn that is no date like 2027-01-31: ${info.endsOn}`]),
  ];
}

function faultsOfLimits({ contextTokens, maxOutputTokens }) {
  const faults = Object.entries({ contextTokens, maxOutputTokens })
    .filter(([, value]) => value !== undefined && !(Number.isSafeInteger(value) && value >= 256))
    .map(([key, value]) => `has a ${key} that cannot be: ${value}`);
  return maxOutputTokens > contextTokens ? [...faults, 'writes more than its context holds'] : faults;
}

/** Dollars per million tokens. What is lower was most likely written per thousand or per token; 0 is what hosts call free. */
const LOWEST = { input: 0.01, output: 0.01, cachedInput: 0.001, cacheWrite: 0.01 };
const HIGHEST = 1000;

function faultsOfPrice(price) {
  if (price === undefined) return [];
  const { long, later, ...rates } = price;
  const faults = faultsOfRates(rates);
  if (long !== undefined) {
    const { overTokens, ...dearer } = long;
    if (!(Number.isSafeInteger(overTokens) && overTokens >= 1000))
      faults.push(`has a long price that does not say from how many tokens on: overTokens ${overTokens}`);
    if (dearer.input < rates.input) faults.push('costs less for long requests than for short ones');
    faults.push(...faultsOfRates(dearer).map((fault) => `${fault} (long)`));
  }
  if (later !== undefined) {
    const { from, ...then } = later;
    if (!isDate(from)) faults.push(`has a later price without a day like 2027-01-31: from ${from}`);
    faults.push(...faultsOfPrice(then).map((fault) => `${fault} (later)`));
  }
  return faults;
}

function faultsOfRates(rates) {
  const { input, output, cachedInput = 0, ...rest } = rates;
  const faults = Object.entries(rates)
    .filter(([key, value]) => !(key in LOWEST) || !isPlausible(value, LOWEST[key]))
    .map(
      ([key, value]) => `has a price that is not plausible in dollars per million tokens: ${key} ${value}`,
    );
  if (input === undefined || output === undefined) faults.push('has a price without input or output');
  if (output < input) faults.push('costs less for output than for input');
  if (cachedInput > input) faults.push('costs more for cached input than for input');
  if (rest.cacheWrite < input) faults.push('costs less for writing to the cache than for input');
  return faults;
}

function isPlausible(value, lowest) {
  return value === 0 || (typeof value === 'number' && value >= lowest && value <= HIGHEST);
}

function faultsOfImages(images = {}) {
  return Object.entries(images)
    .filter(
      ([key, value]) =>
        !['maxSide', 'maxBytes', 'maxCount'].includes(key) || !(Number.isSafeInteger(value) && value >= 1),
    )
    .map(([key, value]) => `has a limit of images that cannot be: ${key} ${value}`);
}

/** The latest date on Earth is up to a day ahead of UTC. */
function faultsOfOrigin({ source, checkedOn }, today) {
  const faults =
    typeof source === 'string' && source.trim() !== '' ? [] : ['does not say where it was read: source'];
  if (!isDate(checkedOn))
    faults.push(`does not say when it was read, as a date like 2026-01-31: checkedOn ${checkedOn}`);
  else if (daysBetween(today, checkedOn) > 1) faults.push(`was read in the future: checkedOn ${checkedOn}`);
  return faults;
}

function isDate(text) {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(text);
  return !Number.isNaN(date.valueOf()) && date.toISOString().startsWith(text);
}

/** Every word of a text that may name a model, with its line: whole (`vendor/model`) and without what stands before a slash. */
export function* wordsOf(text) {
  for (const [index, line] of text.split('\n').entries()) {
    for (const [match] of line.matchAll(/[\w@][\w.:@/-]*/g)) {
      const parts = match.replace(/[.:/-]+$/, '').split('/');
      for (let at = 0; at < parts.length; at++) yield { word: parts.slice(at).join('/'), line: index + 1 };
    }
  }
}
