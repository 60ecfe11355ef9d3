import type { Awaitable } from '../../contracts/json.ts';
import type { ToolSpec } from '../../contracts/provider.ts';
import type { AnyTool, PrepareContext } from '../../contracts/tool.ts';
import { changeTools, deriveTool } from './change-tools.ts';
import type { Derived, ToolSource } from './tool-source.ts';

export type PrepareTool = (spec: ToolSpec, ctx: PrepareContext) => Awaitable<ToolSpec | undefined>;

/**
 * Asks `prepare` before each turn what the model is told of each tool; `undefined` hides the tool for that turn. A tool's own `prepare` is
 * asked first. Calls are validated by the tool's own schema, whatever the model was told.
 */
export function prepared<S extends ToolSource>(source: S, prepare: PrepareTool): Derived<S> {
  return changeTools(source, 'prepared', (tool) => deriveTool(tool, { prepare: after(tool, prepare) }));
}

function after({ prepare: own }: AnyTool, prepare: PrepareTool): PrepareTool {
  if (!own) return prepare;
  return async (spec, ctx) => {
    const inner = await own(spec, ctx);
    return inner && prepare(Object.freeze({ ...inner, name: spec.name }), ctx);
  };
}
