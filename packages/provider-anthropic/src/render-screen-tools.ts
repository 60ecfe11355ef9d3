import type { BuiltinTool, JsonObject } from '@pegboard/core/provider';
import { screenTool } from './read-screen-call.ts';

export interface ScreenTools {
  readonly entry: JsonObject;
  readonly beta?: string;
}

/** The set of tools for a screen; models up to 4.5 have one tool with all actions, a beta feature, which wants to know the screen's size. */
export function renderScreenTools(tool: BuiltinTool, newest: boolean): ScreenTools {
  const { displayWidthPx, displayHeightPx, displayNumber, enableZoom } = tool;
  if (newest) {
    // Every tool of the set is on unless it is said otherwise.
    const configs = enableZoom === true ? {} : { configs: { zoom: { enabled: false } } };
    return { entry: { type: 'computer_toolset_20260801', ...configs } };
  }
  const entry = {
    type: 'computer_20250124',
    name: screenTool,
    display_width_px: displayWidthPx ?? null,
    display_height_px: displayHeightPx ?? null,
    ...(displayNumber !== undefined && { display_number: displayNumber }),
  };
  return { entry, beta: 'computer-use-2025-01-24' };
}
