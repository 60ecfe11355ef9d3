import type { JsonObject, JsonValue } from '../contracts/json.ts';
import type { CallRecord } from '../contracts/run-state.ts';
import { encodeValue } from '../tools/encode-value.ts';

interface Decisions {
  readonly approvals?: Readonly<Record<string, unknown>>;
  readonly external?: Readonly<Record<string, unknown>>;
  readonly resumed?: Readonly<Record<string, unknown>>;
}

/**
 * Decisions on calls that a suspended tool waits for itself, such as those of another agent, go to that tool: it is entered again
 * with them, by kind and call id. The others are the run's own.
 */
export function routeDecisions<D extends Decisions>(
  calls: readonly CallRecord[],
  decisions: D,
): { readonly own: D; readonly routed: readonly (readonly [callId: string, value: JsonValue])[] } {
  const owners = new Map<string, string>();
  for (const { callId, phase, leaves = [] } of calls) {
    if (phase === 'waiting') for (const leaf of leaves) owners.set(leaf.callId, callId);
  }
  const own: Record<string, Record<string, unknown>> = {};
  const routed = new Map<string, Record<string, Record<string, unknown>>>();
  for (const kind of ['approvals', 'external', 'resumed'] as const) {
    for (const [callId, decision] of Object.entries(decisions[kind] ?? {})) {
      const owner = owners.get(callId);
      const target = owner === undefined ? own : (routed.get(owner) ?? {});
      if (owner !== undefined) routed.set(owner, target);
      (target[kind] ??= {})[callId] = decision;
    }
  }
  return {
    // The same kinds of decisions, fewer of them.
    own: own as unknown as D,
    routed: [...routed].map(([owner, value]) => [owner, json(value)] as const),
  };
}

function json(value: unknown): JsonObject {
  const encoded = encodeValue(value);
  return (encoded.ok ? encoded.value : {}) as JsonObject;
}
