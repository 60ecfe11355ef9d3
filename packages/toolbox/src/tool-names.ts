import { toolTable } from './tool-table.ts';

/** The names of all tools that `toolbox` may hold, in the order of the table. */
export const toolNames: readonly string[] = Object.keys(toolTable);
