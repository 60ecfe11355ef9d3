import type { ThinkingLevel } from './wire.ts';

/** What a request depends on in its model, by the model's name. A name that says nothing counts as one of the newest. */
export interface ModelTraits {
  /**
   * Gemini 3 and later: demands signatures on calls, takes media in results, functions beside builtin tools, and functions beside a schema
   * of the answer.
   */
  readonly modern: boolean;
  readonly thinking: ThinkingTraits | undefined;
  /** Writes images besides text. */
  readonly drawsImages: boolean;
}

export type ThinkingTraits =
  | { readonly levels: readonly ThinkingLevel[] }
  /** Tokens; the least is 0 where thinking can be switched off. */
  | { readonly leastBudget: number; readonly mostBudget: number; readonly canStop: boolean };

/**
 * Sources: https://ai.google.dev/gemini-api/docs/thinking and the table of levels in
 * https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/thinking, read 2026-11-20.
 */
export function traitsOf(model: string): ModelTraits {
  return {
    modern: !/gemini-(?:[12][.-]|pro)/.test(model) || /gemini-pro-latest/.test(model),
    thinking: thinkingOf(model),
    drawsImages: /image|banana|omni/.test(model),
  };
}

const all: readonly ThinkingLevel[] = ['MINIMAL', 'LOW', 'MEDIUM', 'HIGH'];

function thinkingOf(model: string): ThinkingTraits | undefined {
  if (/gemini-(?:1[.-]|2\.0)/.test(model)) return undefined;
  if (/gemini-2\.5-pro/.test(model)) return { leastBudget: 128, mostBudget: 32_768, canStop: false };
  if (/gemini-2\.5-flash-lite/.test(model)) return { leastBudget: 512, mostBudget: 24_576, canStop: true };
  if (/gemini-2\.5/.test(model)) return { leastBudget: 1, mostBudget: 24_576, canStop: true };
  if (/flash-lite|gemini-3(?:\.[1-6])?-flash/.test(model)) return { levels: all };
  if (/gemini-3-pro/.test(model)) return { levels: ['LOW', 'HIGH'] };
  return { levels: ['LOW', 'MEDIUM', 'HIGH'] };
}
