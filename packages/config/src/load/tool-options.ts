import type { AnyTool, Hooks } from '@pegboard/core';
import { type SharedToolOptions, withOptions } from '@pegboard/core/tools';
import type { CheckedAgent } from '../check/config-schema.ts';

type ToolConfig = NonNullable<CheckedAgent['toolConfig']>;

/** Lays `toolConfig` over every tool of an agent, those of toolsets too, which are known only in a run. */
export function toolOptions({ retries, retryDelayMs: delayMs = 500, ...config }: ToolConfig): Hooks {
  const options = Object.fromEntries(
    Object.entries(config).filter(([, value]) => value !== undefined),
  ) as SharedToolOptions;
  const made = new WeakMap<AnyTool, AnyTool>();
  const change = (tool: AnyTool): AnyTool => {
    const retry =
      retries === undefined || !mayRunAgain(tool) ? {} : { retry: { attempts: retries + 1, delayMs } };
    const [changed = tool] = withOptions([tool], { ...options, ...retry });
    return changed;
  };
  return {
    name: 'toolConfig',
    turn: ({ tools }) => ({
      tools: tools.map((tool) => {
        const changed = made.get(tool) ?? change(tool);
        // Providers keep what they rendered by the tool's identity.
        made.set(tool, changed);
        return changed;
      }),
    }),
  };
}

/** What is not idempotent must not run twice, whatever the configuration says. */
function mayRunAgain({ effects }: AnyTool): boolean {
  return typeof effects === 'function' || (typeof effects === 'object' && effects.idempotent === true);
}
