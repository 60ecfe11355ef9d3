import { isJsonObject, type JsonObject, type ToolCallPiece } from '@pegboard/core/provider';
import { messagesDataKey } from './data-key.ts';
import { textOf } from './read-server-tools.ts';

/** Our name of the tool that stands for the whole set. */
export const screenTool = 'computer';

/** A call of one tool out of the set for a screen, such as `left_click`. */
export function isScreenCall({ toolset_name: toolset }: JsonObject): boolean {
  return toolset === screenTool;
}

/** The call of our one tool that it is, with the name as its action. What the API wrote goes back with the call, to the letter. */
export function toScreenCall({ id, name, caller, input }: JsonObject, argsText: string): ToolCallPiece {
  const given = argsText === '' ? input : parse(argsText);
  const args = isJsonObject(given) ? given : {};
  const block: JsonObject = {
    name: textOf(name),
    input: args,
    toolset_name: screenTool,
    ...(isJsonObject(caller) && caller.type !== 'direct' && { caller }),
  };
  return {
    id: textOf(id),
    name: screenTool,
    // Text that is no JSON is for whoever reads arguments to refuse.
    args: given === undefined ? argsText : { action: textOf(name), ...withoutNulls(args) },
    providerData: { [messagesDataKey]: { block } },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function withoutNulls(input: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null));
}
