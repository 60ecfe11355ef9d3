/** A name without its case and separators (`getWeather`, `get-weather` → `getweather`); separators between digits stay: `v1_2` is not `v12`. */
export function looseName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/(\p{N})[\s_-]+(?=\p{N})/gu, '$1\0')
    .replace(/([\p{L}\p{N}])[\s_-]+(?=[\p{L}\p{N}])/gu, '$1');
}
