import * as z from 'zod';
import { type AnyTool, defineTool, type ToolContext, type ToolOptions } from '@pegboard/core';

interface Input {
  readonly n?: number | undefined;
}

/** A tool of one optional number; without `execute` it gives the number back. */
export function makeTool(
  name: string,
  execute: (input: Input, ctx: ToolContext<undefined>) => unknown = ({ n }) => n ?? name,
  more: Omit<ToolOptions<Input, undefined>, 'inject'> = {},
): AnyTool {
  const input = z.object({ n: z.number().optional() });
  return defineTool({ name, description: `Does ${name}`, input, ...more, execute });
}

/** One that the caller runs. */
export function externalTool(
  name: string,
  more: Omit<ToolOptions<Input, undefined>, 'inject'> = {},
): AnyTool {
  return defineTool({
    name,
    description: `Does ${name}`,
    input: z.object({ n: z.number().optional() }),
    ...more,
  });
}
