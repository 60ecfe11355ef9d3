import type { Message } from '../contracts/message.ts';
import type { ModelSettings, ToolChoice, ToolSpec } from '../contracts/provider.ts';
import type { AnyTool } from '../contracts/tool.ts';
import type { ActiveRun } from './active-run.ts';

/** What a turn is made of. */
export interface TurnPlan {
  readonly tools: readonly AnyTool[];
  /** What the model is told of each. */
  readonly specs: readonly ToolSpec[];
  readonly instructions: string | undefined;
  readonly messages: readonly Message[];
  readonly toolChoice: ToolChoice;
  readonly settings: ModelSettings;
}

/** A forced `toolChoice` holds for the first turn only. */
export function choiceOf({ config, state }: ActiveRun): ToolChoice {
  if (state.withdrawn.includes('*')) return 'none';
  const { toolChoice: choice } = config;
  return state.turn > 1 && choice !== 'none' ? 'auto' : choice;
}
