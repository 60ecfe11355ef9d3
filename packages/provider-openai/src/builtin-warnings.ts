import { isJsonObject, type JsonObject, type JsonValue, type ModelWarning } from '@pegboard/core/provider';

/** What the API knows of a place. */
const known = new Set(['type', 'city', 'country', 'region', 'timezone']);

/** A place without what the API would refuse, such as coordinates; undefined where nothing is left. */
export function approximatePlace(
  place: JsonValue | undefined,
  tool: string,
  warnings: ModelWarning[],
): JsonObject | undefined {
  if (!isJsonObject(place)) return undefined;
  const entries = Object.entries(place).filter(([key, value]) => known.has(key) && value !== undefined);
  for (const key of Object.keys(place))
    if (!known.has(key)) warnings.push(optionDropped(tool, `userLocation.${key}`));
  return entries.some(([key]) => key !== 'type') ? Object.fromEntries(entries) : undefined;
}

export function optionDropped(type: string, option: string): ModelWarning {
  const message = `The option ${option} of the builtin tool "${type}" was left out: the API has none like it`;
  return { type: 'warning', code: 'builtin-option-dropped', message, details: { type, option } };
}

/** Of the same builtin tool twice, the second. */
export function repeated(type: string): ModelWarning {
  const message = `The builtin tool "${type}" was left out the second time: a request has each once`;
  return { type: 'warning', code: 'builtin-tool-dropped', message, details: { type } };
}
