import type { JsonObject, JsonValue } from '../contracts/json.ts';
import type { ApprovalDecision, CallRecord, PendingCall } from '../contracts/run-state.ts';
import { encode } from '../tools/encode-plain.ts';
import { answerToJson } from './answer-json.ts';
import { decide } from './decide.ts';

interface Decisions {
  readonly approvals?: Readonly<Record<string, unknown>>;
  readonly external?: Readonly<Record<string, unknown>>;
  readonly resumed?: Readonly<Record<string, unknown>>;
}

const kinds = { approvals: 'approval', external: 'external', resumed: 'resume' } as const;

/**
 * Decisions on calls that a suspended tool waits for itself, such as those of another agent, go to that tool: it is entered again
 * with them, by kind and call id. The others are the run's own. Throws `ConfigError` as `decide` does.
 */
export async function routeDecisions<D extends Decisions>(
  calls: readonly CallRecord[],
  decisions: D,
): Promise<{ readonly own: D; readonly routed: readonly (readonly [callId: string, value: JsonValue])[] }> {
  const owners = new Map<string, readonly [owner: string, leaf: PendingCall]>();
  for (const { callId, phase, leaves = [] } of calls)
    if (phase === 'waiting') for (const leaf of leaves) owners.set(leaf.kind + leaf.callId, [callId, leaf]);
  const own: Record<string, Record<string, unknown>> = {};
  const routed = new Map<string, Record<string, Record<string, unknown>>>();
  for (const key of ['approvals', 'external', 'resumed'] as const) {
    for (const [callId, decision] of Object.entries(decisions[key] ?? {})) {
      const [owner, leaf] = owners.get(kinds[key] + callId) ?? [];
      // What is no decision is told to whoever decides, not to the tool. A decision is checked whatever its type.
      if (leaf?.kind === 'approval') decide(leaf, decision as ApprovalDecision);
      const target = owner === undefined ? own : (routed.get(owner) ?? {});
      if (owner !== undefined) routed.set(owner, target);
      (target[key] ??= {})[callId] = leaf?.kind === 'external' ? answerToJson(decision) : decision;
    }
  }
  return {
    // The same kinds of decisions, fewer of them.
    own: own as unknown as D,
    routed: await Promise.all([...routed].map(async ([owner, value]) => [owner, await json(value)] as const)),
  };
}

async function json(value: unknown): Promise<JsonObject> {
  const encoded = await encode(value);
  return (encoded.ok ? encoded.value : {}) as JsonObject;
}
