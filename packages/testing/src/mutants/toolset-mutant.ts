import type { AnyTool, JsonObject, Toolset } from '@pegboard/core';
import type { ToolsetSubject } from '../toolset/toolset-case.ts';
import {
  type EchoExecute,
  referenceSamples,
  referenceTools,
  referenceToolset,
  type ToolsetSteps,
} from './reference-toolset.ts';

/** A toolset that is wrong in one way, and the case that must notice it. */
export interface ToolsetMutant extends ToolsetSubject {
  readonly name: string;
  readonly caughtBy: string;
}

const base = { samples: referenceSamples, settleMs: 150 };

export const step = (name: string, caughtBy: string, replaced: Partial<ToolsetSteps>): ToolsetMutant => ({
  ...base,
  name,
  caughtBy,
  create: () => referenceToolset(replaced),
});

/** A correct toolset whose methods are changed from outside. */
export const around = (
  name: string,
  caughtBy: string,
  change: (toolset: Required<Toolset>) => Partial<Toolset>,
): ToolsetMutant => ({
  ...base,
  name,
  caughtBy,
  create() {
    // The reference has all members.
    const toolset = referenceToolset() as Required<Toolset>;
    return { ...toolset, ...change(toolset) };
  },
});

/** Other tools; what is no tool of ours may be among them. */
export const tools = (
  name: string,
  caughtBy: string,
  change: (list: readonly AnyTool[]) => readonly unknown[],
): ToolsetMutant =>
  // Untyped code can give anything.
  step(name, caughtBy, { define: () => change(referenceTools()) as readonly AnyTool[] });

/** `echo` does something else; `make` is called for each toolset. */
export const echo = (name: string, caughtBy: string, make: () => EchoExecute): ToolsetMutant =>
  step(name, caughtBy, { define: () => referenceTools(make()) });

/** A correct toolset whose stuck counterpart is wrong. */
export const stuck = (name: string, caughtBy: string, make: () => Toolset): ToolsetMutant => ({
  ...base,
  name,
  caughtBy,
  create: () => referenceToolset(),
  stuck: make,
});

/** The tool with members replaced, as `defineTool` would not have it. */
export function altered(tool: AnyTool | undefined, changes: JsonObject | Partial<AnyTool>): AnyTool {
  return Object.freeze({ ...tool, ...changes }) as AnyTool;
}
