import type { JsonValue } from '../contracts/json.ts';
import type { ToolCallDelta } from '../contracts/provider.ts';
import { lazyField } from '../lib/lazy-field.ts';
import { createPartialInput, type PartialInput } from '../recovery/partial-input.ts';
import type { EventBody } from './event-body.ts';

/** JSON text that grows. It is read when somebody looks, and each piece once. */
export interface GrowingJson {
  readonly add: (text: string) => void;
  readonly value: () => JsonValue | undefined;
}

export function growingJson(): GrowingJson {
  let partial: PartialInput | undefined;
  let unread = '';
  return {
    add: (text) => void (unread += text),
    value() {
      partial ??= createPartialInput();
      partial.push(unread);
      unread = '';
      return partial.value() as JsonValue | undefined; // a value of JSON text
    },
  };
}

/** Makes events of argument deltas. Their `partialInput` is worked out when it is read. */
export function createDeltaEvents(): (delta: ToolCallDelta) => EventBody {
  const calls = new Map<number, GrowingJson>();
  return ({ index, callId, name, argsText }) => {
    let call = calls.get(index);
    if (!call) calls.set(index, (call = growingJson()));
    call.add(argsText);
    return withPartialInput({ type: 'tool-call-delta', callId, name, argsText }, call);
  };
}

const withPartialInput = lazyField<GrowingJson>('partialInput', (call) => call.value());
