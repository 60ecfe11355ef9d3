import type { AnyTool, toolBrand as toolBrandType } from '../contracts/tool.ts';
import { isBranded } from '../lib/recognise.ts';

/** Registered globally, so that a tool of another copy of this package is known as one. */
export const toolBrand: typeof toolBrandType = Symbol.for('pegboard.tool') as never;

/** True for anything made by `defineTool`, also by another copy of this package. */
export function isTool(value: unknown): value is AnyTool {
  return isBranded(value, toolBrand);
}
