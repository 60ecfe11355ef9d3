import { agentsScenarios } from './agents.ts';
import { argumentsScenarios } from './arguments.ts';
import { coldStartScenario } from './cold-start.ts';
import { concurrentScenarios } from './concurrent.ts';
import { deltasScenarios } from './deltas.ts';
import { firstTokenScenario } from './first-token.ts';
import { heapScenario } from './heap.ts';
import { historyScenarios } from './history.ts';
import { longRunScenario } from './long-run.ts';
import { manyToolsScenario } from './many-tools.ts';
import { parallelScenario } from './parallel.ts';
import type { Scenario } from './scenario.ts';
import { stepsScenarios } from './steps.ts';
import { streamingScenario } from './streaming.ts';

/** What is measured in processes of their own, against the stand-in host. */
export const scenarios: readonly Scenario[] = [
  ...stepsScenarios,
  streamingScenario,
  firstTokenScenario,
  ...concurrentScenarios,
  ...deltasScenarios,
  ...argumentsScenarios,
  parallelScenario,
  ...historyScenarios,
  longRunScenario,
  manyToolsScenario,
  ...agentsScenarios,
  coldStartScenario,
  heapScenario,
];

/** The scenarios of a name: one, or the variants of a group. */
export function scenariosNamed(name: string): readonly Scenario[] {
  return scenarios.filter((one) => one.name === name || one.group === name);
}
