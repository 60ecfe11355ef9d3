import type { Provider } from '@pegboard/core';
import { allTools } from '../project/all-tools.ts';
import { withProject } from '../project/open-project.ts';
import { usageError } from '../shell/command-error.ts';
import { defineCommand } from '../shell/command.ts';
import { exitCodes } from '../shell/exit-codes.ts';
import { didYouMean } from '../shell/nearest.ts';
import type { Shell } from '../shell/shell.ts';
import type { Finding } from '../tools/finding.ts';
import { type LintReport, lintTools } from '../tools/lint-tools.ts';
import { counted } from '../terminal/counted.ts';

export const toolsLint = defineCommand({
  args: {
    tools: {
      type: 'positional',
      required: false,
      valueHint: '...',
      description: 'Names, globs or tags; without them all',
    },
    provider: { type: 'string', valueHint: 'name', description: 'Only what matters to this provider' },
    strict: { type: 'boolean', description: 'Warnings fail, too' },
    json: { type: 'boolean', description: 'Print JSON' },
  },
  details:
    'Looks at what each configured provider refuses or loses of the schemas, at names and descriptions that a model may mix up, at what is not described, and at what each tool costs. Ends with 1 where an API refuses a tool.',
  run: (args, shell) =>
    withProject(shell, async (project) => {
      const tools = await allTools(project, shell, args._);
      const providers = chosen(project.registry.providers, args.provider);
      const report = lintTools(tools, providers);
      if (args.json) {
        const costs = Object.fromEntries(report.costs);
        shell.out.write(`${JSON.stringify({ findings: report.findings, costs }, null, 2)}\n`);
      } else printReport(report, providers, shell);
      const failing = args.strict ? ['error', 'warning'] : ['error'];
      return report.findings.some(({ severity }) => failing.includes(severity))
        ? exitCodes.failed
        : exitCodes.done;
    }),
});

function chosen(providers: readonly Provider[], name: string | undefined): readonly Provider[] {
  if (name === undefined) return providers;
  const found = providers.filter((provider) => provider.name === name);
  if (found.length > 0) return found;
  const names = providers.map((provider) => provider.name);
  throw usageError(
    `There is no provider "${name}"`,
    `There are ${names.join(', ')}`,
    didYouMean(name, names) || undefined,
  );
}

function printReport({ findings, costs }: LintReport, providers: readonly Provider[], { out }: Shell): void {
  const byTool = Map.groupBy(findings, ({ tool }) => tool);
  for (const [tool, own] of byTool) {
    out.write(`${out.style('bold', tool)} ${out.style('dim', `about ${costs.get(tool)?.tokens} tokens`)}\n`);
    for (const finding of own) out.say(line(finding, providers.length, out), '  ');
    out.write('\n');
  }
  const count = (severity: Finding['severity']): number =>
    findings.filter((one) => one.severity === severity).length;
  const sum = [...costs.values()].reduce((total, { tokens }) => total + tokens, 0);
  const names = providers.map(({ name }) => name).join(', ') || 'no provider';
  out.say(
    `${counted(costs.size, 'tool')} for ${names}: ${count('error')} refused, ${counted(count('warning'), 'warning')}, ${counted(count('hint'), 'hint')}. All together about ${sum} tokens (estimated).`,
  );
}

function line({ severity, place, what, fix, providers }: Finding, all: number, out: Shell['out']): string {
  const signs = {
    error: out.style('red', out.signs.bad),
    warning: out.style('yellow', out.signs.warn),
    hint: out.style('dim', out.signs.dot),
  };
  const about = providers && providers.length < all ? `${providers.join(', ')}: ` : '';
  const at = place === undefined || place === '#' ? '' : out.style('dim', ` ${place}`);
  const sentence = /[.!?]$/.test(what) ? what : `${what}.`;
  return `${signs[severity]} ${about}${sentence}${fix === undefined ? '' : ` ${fix}.`}${at}`;
}
