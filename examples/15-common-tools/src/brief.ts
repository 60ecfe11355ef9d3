import type { AgentEvent, JsonValue } from '@pegboard/core';

/** The same event with a result short enough for a terminal. */
export function brief(event: AgentEvent): AgentEvent {
  return event.type === 'tool-result' && event.status === 'success'
    ? { ...event, value: digest(event.value) }
    : event;
}

function digest(value: JsonValue | undefined): JsonValue {
  const { place, now, results, ...rest } = { ...(value as Readonly<Record<string, JsonValue>>) };
  if (Array.isArray(results))
    return results.map((hit) => `${Object(hit).title}: ${Object(hit).snippet}`).join(' ');
  if (typeof place === 'string') return `${place}: ${Object(now).weather}, ${Object(now).temperature} °C`;
  return rest;
}
