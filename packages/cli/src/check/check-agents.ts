import { type Agent, type AnyTool, isPegboardError, type Target } from '@pegboard/core';
import { checkPortability, type PortabilityProblem } from '@pegboard/core/models';
import { selectTools } from '@pegboard/core/tools';
import type { KnownProject } from '../project/open-project.ts';
import { lostLimit } from '../tools/lint-dialects.ts';
import { type CheckItem, worst } from './check-item.ts';
import { counted } from '../terminal/counted.ts';

/** Whether each agent could be made, and what its model and the models behind it would refuse or lose of it. */
export function checkAgents(project: KnownProject): readonly CheckItem[] {
  return project.agentNames.flatMap((name) => {
    try {
      return targetItems(name, project.agent(name), project);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return [{ area: 'agents', severity: 'error', what: name, details: [message] } satisfies CheckItem];
    }
  });
}

function targetItems(name: string, agent: Agent, project: KnownProject): readonly CheckItem[] {
  const { model = '', fallback = [] } = project.pegboard.settings[name] ?? {};
  const tools = knownTools(name, agent, project);
  return [model, ...fallback].map((id, index) => {
    const what = `${name} with ${id}${index === 0 ? '' : ' (fallback)'}`;
    try {
      return targetItem(what, agent, tools, project.registry.model(id));
    } catch (error) {
      if (!isPegboardError(error)) throw error;
      return { area: 'agents', severity: 'error', what, details: [error.message] };
    }
  });
}

/** What of an agent's tools is known without opening toolsets. */
function knownTools(
  name: string,
  { options: { tools = [] } }: Agent,
  { registry, pegboard }: KnownProject,
): readonly AnyTool[] {
  const single = tools.filter((tool): tool is AnyTool => !('list' in tool));
  if (single.length === tools.length) return single;
  const all = registry.tools();
  const usable = (pegboard.settings[name]?.tools ?? []).filter((selector) => matches(selector, all));
  return [...single, ...selectTools(usable, all)];
}

function matches(selector: string, tools: readonly AnyTool[]): boolean {
  try {
    selectTools([selector], tools);
    return true;
  } catch {
    return false;
  }
}

function targetItem(what: string, { options }: Agent, tools: readonly AnyTool[], target: Target): CheckItem {
  const { output, settings, instructions } = options;
  const { problems: all, known } = checkPortability(
    { tools, instructions, ...(output && { output }), ...(settings && { settings }) },
    target,
  );
  // Calls are held to limits that only the model is not told of.
  const problems = all.filter((one) => one.severity === 'rejected' || lostLimit(one.what) === undefined);
  const ends = endProblem(target);
  const unopened = (options.tools ?? []).filter((tool) => 'list' in tool).length;
  const notes = [
    ...(known ? [] : [`${target.provider.name} knows nothing of this model`]),
    ...(unopened > 0 ? ['its toolsets were not opened, which may need the network'] : []),
  ];
  const severities = [...problems.map(severityOf), ...(ends ? [ends.severity] : [])];
  return {
    area: 'agents',
    severity: worst(severities),
    what: `${what}: ${counted(tools.length, 'tool')}`,
    details: [...(ends ? [ends.what] : []), ...problemLines(problems), ...notes],
  };
}

function severityOf({ severity }: PortabilityProblem): CheckItem['severity'] {
  return severity === 'rejected' ? 'error' : 'warning';
}

const mostLines = 6;

function problemLines(problems: readonly PortabilityProblem[]): readonly string[] {
  const sorted = problems.toSorted(
    (a, b) => Number(b.severity === 'rejected') - Number(a.severity === 'rejected'),
  );
  const lines = sorted.slice(0, mostLines).map(problemLine);
  const more = sorted.length - lines.length;
  return more > 0 ? [...lines, `and ${more} more: see pegboard tools lint`] : lines;
}

function problemLine({ where, what, fix }: PortabilityProblem): string {
  return `${where}: ${what}${fix === undefined ? '' : `. ${fix}`}`;
}

const soonMs = 60 * 24 * 3_600_000;

function endProblem({
  provider,
  model,
}: Target): { readonly severity: 'warning' | 'error'; readonly what: string } | undefined {
  const { endsOn } = provider.modelInfo?.(model) ?? {};
  if (endsOn === undefined) return undefined;
  const left = Date.parse(endsOn) - Date.now();
  if (left <= 0) return { severity: 'error', what: `its vendor has switched it off on ${endsOn}` };
  return left < soonMs ? { severity: 'warning', what: `its vendor switches it off on ${endsOn}` } : undefined;
}
