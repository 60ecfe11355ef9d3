import type { JsonObject, JsonValue } from '@pegboard/core';
import { isObject, type Report } from '../lib/shape.ts';

const maxBreakpoints = 4;

/** Breakpoints of the prompt cache: how many, and that those of longer life come first. */
export function validateCaching(body: JsonObject, report: Report): void {
  const found: { ttl: JsonValue; at: string }[] = [];
  // The order in which the host puts a prompt together.
  for (const key of ['tools', 'system', 'messages', 'cache_control']) collect(body[key], key, found);
  if (found.length > maxBreakpoints)
    report(`must hold at most ${maxBreakpoints} cache breakpoints, not ${found.length}`, 'cache_control');
  for (const [index, { ttl, at }] of found.entries()) {
    if (ttl === '1h' && found.slice(0, index).some((before) => before.ttl !== '1h'))
      report('must not have the ttl 1h after one of 5m', at);
  }
}

function collect(value: JsonValue | undefined, at: string, found: { ttl: JsonValue; at: string }[]): void {
  if (Array.isArray(value)) {
    for (const [index, item] of (value as readonly JsonValue[]).entries())
      collect(item, `${at}[${index}]`, found);
  } else if (isObject(value)) {
    if (at === 'cache_control' || at.endsWith('.cache_control')) found.push({ ttl: value.ttl ?? '5m', at });
    // What stands in schemas and arguments is data.
    else
      for (const [key, item] of Object.entries(value))
        if (key !== 'input' && key !== 'input_schema') collect(item, `${at}.${key}`, found);
  }
}
