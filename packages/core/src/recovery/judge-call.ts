import type { JsonObject } from '../contracts/json.ts';
import type { RecoveryError, Repair } from '../contracts/repair.ts';
import { readArguments } from './read-arguments.ts';
import { resolveToolName } from './resolve-tool-name.ts';
import type { ReadableTool, TextCall } from './text-call.ts';
import { typedInput } from './typed-input.ts';

export type JudgedCall =
  | {
      readonly ok: true;
      readonly call: {
        readonly name: string;
        readonly input: JsonObject;
        readonly repairs: readonly Repair[];
      };
    }
  | { readonly ok: false; readonly error: RecoveryError };

/** Whether a call that was read may run: the tool must be there and its schema must take the arguments, mended where that is certain. */
export function judgeCall(
  call: TextCall,
  tools: ReadonlyMap<string, ReadableTool>,
  options: { readonly repairJson?: (text: string) => string },
): JudgedCall {
  const resolved = resolveToolName(call.name, tools.keys());
  const tool = resolved.ok ? tools.get(resolved.name) : undefined;
  if (!resolved.ok || !tool) {
    const message = resolved.ok ? `There is no tool named "${call.name}".` : resolved.message;
    return { ok: false, error: { code: 'unknown_tool', message, tool: call.name.slice(0, 80) } };
  }
  const args = call.args.kind === 'json' ? call.args.value : typedInput(call.args.values, tool.inputSchema);
  const reading = readArguments(args, tool, options);
  if (!reading.ok) return { ok: false, error: { tool: tool.name, ...reading.error } };
  const repairs = [
    ...(resolved.repair ? [resolved.repair] : []),
    ...(call.repairs ?? []),
    ...reading.repairs,
  ];
  return { ok: true, call: { name: tool.name, input: reading.input, repairs } };
}
