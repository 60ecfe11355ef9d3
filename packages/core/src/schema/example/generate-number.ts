import type { JsonObject, JsonValue } from '../../contracts/json.ts';
import type { Made, Scope } from './scope.ts';

/** A small number within the bounds. */
export function generateNumber(node: JsonObject, isInteger: boolean, { choices, variant }: Scope): Made {
  const low = Math.max(number(node['minimum'], -Infinity), number(node['exclusiveMinimum'], -Infinity));
  const high = Math.min(number(node['maximum'], Infinity), number(node['exclusiveMaximum'], Infinity));
  const above = node['exclusiveMinimum'] === low;
  const below = node['exclusiveMaximum'] === high;
  const step = stepOf(number(node['multipleOf'], 0), isInteger, high - low);
  const fits = (value: number): boolean =>
    (above ? value > low : value >= low) && (below ? value < high : value <= high);
  const start =
    low > 1 || (low === 1 && above)
      ? low
      : high < 1 || (high === 1 && below)
        ? Math.max(low, high - step * 3)
        : 1;
  const first = tidy(Math.ceil(start / step) * step, step);
  const ahead = [0, 1, 2, 3, 4, 5].map((count) => tidy(first + count * step, step)).filter(fits);
  const behind = [1, 2, 3].map((count) => tidy(first - count * step, step)).filter(fits);
  const values = [...ahead, ...behind];
  if (values.length === 0) return undefined;
  const way = choices.take(4);
  const between = (values[0] ?? 0) + step / 2;
  if (way === 3 && !isInteger && node['multipleOf'] === undefined && fits(between)) return between;
  return valueAt(values, way + variant, step, fits);
}

/** Items of a long list need more numbers than were tried. */
function valueAt(
  values: readonly number[],
  at: number,
  step: number,
  fits: (value: number) => boolean,
): number {
  const further = tidy((values[0] ?? 0) + at * step, step);
  return fits(further) ? further : (values[at % values.length] ?? 0);
}

function number(value: JsonValue | undefined, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

function stepOf(multiple: number, isInteger: boolean, range: number): number {
  if (multiple > 0) return isInteger && !Number.isInteger(multiple) ? wholeMultiple(multiple) : multiple;
  return isInteger || range >= 2 ? 1 : range > 0 ? range / 4 : 1;
}

function wholeMultiple(multiple: number): number {
  for (let count = 2; count <= 1000; count++) {
    if (Number.isInteger(tidy(multiple * count, multiple))) return tidy(multiple * count, multiple);
  }
  return multiple;
}

/** Without the noise of binary fractions. */
function tidy(value: number, step: number): number {
  return Number.isInteger(step) && Number.isInteger(value) ? value : Number(value.toPrecision(12));
}
