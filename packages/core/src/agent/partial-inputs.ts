import type { JsonValue } from '../contracts/json.ts';
import type { ToolCallDelta } from '../contracts/provider.ts';
import type { PartialInput } from '../recovery/partial-input.ts';
import type { EventBody } from './event-body.ts';

/** Makes events of argument deltas. Their `partialInput` is worked out when it is read, and each piece of text is read once. */
export function createDeltaEvents(create: () => PartialInput): (delta: ToolCallDelta) => EventBody {
  const calls = new Map<number, Growing>();
  return ({ index, callId, name, argsText }) => {
    let call = calls.get(index);
    if (!call) calls.set(index, (call = { partial: undefined, unread: [] }));
    call.unread.push(argsText);
    return {
      type: 'tool-call-delta',
      callId,
      name,
      argsText,
      get partialInput() {
        return read(call, create);
      },
    };
  };
}

interface Growing {
  partial: PartialInput | undefined;
  unread: string[];
}

function read(call: Growing, create: () => PartialInput): JsonValue | undefined {
  call.partial ??= create();
  call.partial.push(call.unread.join(''));
  call.unread = [];
  return call.partial.value() as JsonValue | undefined; // a value of JSON text
}
