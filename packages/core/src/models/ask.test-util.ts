import { type ModelBatch, type ModelRequest, type Provider, type Target, userMessage } from '@pegboard/core';

type Event = ModelBatch[number];

export function ask(change: Partial<ModelRequest> = {}): ModelRequest {
  return {
    model: 'm',
    messages: [userMessage('Hi')],
    tools: [],
    builtinTools: [],
    toolChoice: 'auto',
    settings: {},
    deltas: true,
    signal: new AbortController().signal,
    ...change,
  };
}

/** What a call came to: its events, and the error if it failed. */
export async function outcome(
  target: Target,
  change?: Partial<ModelRequest>,
): Promise<{ events: readonly Event[]; error: unknown }> {
  const events: Event[] = [];
  try {
    const request = ask({ model: target.model, ...change });
    for await (const batch of target.provider.stream(request)) events.push(...batch);
  } catch (error) {
    return { events, error };
  }
  return { events, error: undefined };
}

/** The text of a call that must succeed. */
export async function textFrom(target: Target, change?: Partial<ModelRequest>): Promise<string> {
  const { events, error } = await outcome(target, change);
  if (error !== undefined) throw error;
  return textIn(events);
}

export function textIn(events: readonly Event[]): string {
  return events.flatMap((event) => (event.type === 'text' ? [event.text] : [])).join('');
}

export function targetOf(provider: Provider, model = 'm'): Target {
  return { provider, model };
}

export function warningsIn(events: readonly Event[]): readonly Extract<Event, { type: 'warning' }>[] {
  return events.filter((event) => event.type === 'warning');
}

/** Who answered, as the `start` event says it. */
export function answeredBy(events: readonly Event[]): string | undefined {
  const start = events.find((event) => event.type === 'start');
  return start?.response.target && `${start.response.target.provider}/${start.response.target.model}`;
}
