export { createPartialInput } from '../recovery/partial-input.ts';
export { readArguments } from '../recovery/read-arguments.ts';
export { readToolCalls } from '../recovery/read-tool-calls.ts';
export { createToolCallReader } from '../recovery/reader.ts';
export { toolPrompt } from '../recovery/tool-prompt.ts';

export type { RecoveryCode, RecoveryError, Repair, RepairKind } from '../contracts/repair.ts';
export type { ReaderOptions, ReadToolCall, ToolCallReader, ToolCallReading } from '../recovery/reader.ts';
export type { ReadableTool } from '../recovery/text-call.ts';
