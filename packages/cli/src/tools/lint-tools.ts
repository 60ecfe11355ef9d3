import type { AnyTool, Provider } from '@pegboard/core';
import type { Finding } from './finding.ts';
import { lintDialects } from './lint-dialects.ts';
import { lintNames } from './lint-names.ts';
import { lintWords } from './lint-words.ts';
import { toolCost, type ToolCost } from './tool-cost.ts';

export interface LintReport {
  readonly findings: readonly Finding[];
  readonly costs: ReadonlyMap<string, ToolCost>;
}

/** Looks at tools as models and APIs do. Findings come by tool, the worst first. */
export function lintTools(tools: readonly AnyTool[], providers: readonly Provider[]): LintReport {
  const costs = new Map(tools.map((tool) => [tool.name, toolCost(tool)]));
  const confusions = lintNames(tools);
  const findings = tools.flatMap((tool) => [
    ...lintDialects(tool, providers),
    ...confusions.filter((finding) => finding.tool === tool.name),
    ...lintWords(tool, costs.get(tool.name) ?? toolCost(tool)),
  ]);
  const rank = { error: 0, warning: 1, hint: 2 };
  return { findings: findings.toSorted((a, b) => rank[a.severity] - rank[b.severity]), costs };
}
