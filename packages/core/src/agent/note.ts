import type { ToolContentPart } from '../contracts/message.ts';
import type { CallRecord } from '../contracts/run-state.ts';

/** What the model is given of a call, once what is to be said of it has been added. */
export type Note = (call: CallRecord, content: readonly ToolContentPart[]) => readonly ToolContentPart[];
