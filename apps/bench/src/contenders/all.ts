import { ai } from './ai.ts';
import { anthropicSdk } from './anthropic-sdk.ts';
import type { Contender } from './contender.ts';
import { floor, floorOnFetch } from './floor.ts';
import { genkit } from './genkit.ts';
import { langchain } from './langchain.ts';
import { mastra } from './mastra.ts';
import { openaiAgents } from './openai-agents.ts';
import { openaiSdk } from './openai-sdk.ts';
import { pegboard, pegboardOnFetch, pegboardOnText } from './pegboard.ts';
import { pi } from './pi.ts';
import { strands } from './strands.ts';
import { tanstack } from './tanstack.ts';

/** Measured in every run: the floor that the others are compared with comes first. */
export const own: readonly Contender[] = [floor, floorOnFetch, pegboard, pegboardOnFetch, pegboardOnText];

/** Measured when `--peers` does not leave them out. */
export const peers: readonly Contender[] = [
  openaiSdk,
  anthropicSdk,
  ai,
  openaiAgents,
  langchain,
  mastra,
  genkit,
  strands,
  tanstack,
  pi,
];

/** Throws `TypeError` for a name that none has. */
export function contenderNamed(name: string): Contender {
  const found = [...own, ...peers].find((one) => one.name === name);
  if (!found) throw new TypeError(`There is no contender "${name}".`);
  return found;
}
