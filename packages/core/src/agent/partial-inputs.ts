import type { JsonValue } from '../contracts/json.ts';
import type { ToolCallDelta } from '../contracts/provider.ts';
import type { PartialInput } from '../recovery/partial-input.ts';
import type { EventBody } from './event-body.ts';
import { lazyField } from '../lib/lazy-field.ts';

/** JSON text that grows. It is read when somebody looks, and each piece once. */
export interface GrowingJson {
  readonly add: (text: string) => void;
  readonly value: () => JsonValue | undefined;
}

export function growingJson(create: () => PartialInput): GrowingJson {
  let partial: PartialInput | undefined;
  let unread: string[] = [];
  return {
    add: (text) => void unread.push(text),
    value() {
      partial ??= create();
      partial.push(unread.join(''));
      unread = [];
      return partial.value() as JsonValue | undefined; // a value of JSON text
    },
  };
}

/** Makes events of argument deltas. Their `partialInput` is worked out when it is read. */
export function createDeltaEvents(grow: () => GrowingJson): (delta: ToolCallDelta) => EventBody {
  const calls = new Map<number, GrowingJson>();
  return ({ index, callId, name, argsText }) => {
    let call = calls.get(index);
    if (!call) calls.set(index, (call = grow()));
    call.add(argsText);
    return withPartialInput(
      { type: 'tool-call-delta', callId, name, argsText, partialInput: undefined },
      call,
    );
  };
}

const withPartialInput = lazyField<GrowingJson>('partialInput', (call) => call.value());
