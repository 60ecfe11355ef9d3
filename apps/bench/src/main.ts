import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { runScenarios } from './harness/run-scenarios.ts';
import { type BenchOptions, parseOptions } from './lib/parse-options.ts';
import { runRecovery } from './recovery/run-recovery.ts';
import type { BenchReport } from './report.ts';
import { scenarios, scenariosNamed } from './scenarios/all.ts';
import { runScheduling } from './scheduling/run-scheduling.ts';

/** What is measured inside this process, without a host. */
const inside: Readonly<Record<string, (options: BenchOptions) => Promise<BenchReport>>> = {
  recovery: runRecovery,
  scheduling: runScheduling,
};

const options = parseOptions(process.argv.slice(2));
const named = options.scenarios.includes('all') ? scenarios : options.scenarios.flatMap(scenariosNamed);
const unknown = options.scenarios.filter(
  (name) => name !== 'all' && !inside[name] && scenariosNamed(name).length === 0,
);
if (unknown.length > 0 || options.scenarios.length === 0) {
  const groups = [...new Set(scenarios.map(({ name, group }) => group ?? name))];
  console.error(`Name a scenario: all, ${[...groups, ...Object.keys(inside)].join(', ')}.`);
  process.exit(2);
}

const print = (markdown: string): void => console.log(`${markdown}\n`);
const figures: Record<string, unknown> = {};
for (const name of options.scenarios) {
  const report = await inside[name]?.(options);
  if (!report) continue;
  console.log(report.markdown);
  figures[name] = report.figures;
}
if (named.length > 0) {
  print(
    `Node ${process.version}, ${cpus()[0]?.model}; medians of ${options.rounds} rounds; x: to the hand-written loop`,
  );
  Object.assign(figures, await runScenarios(named, options, print));
}
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(figures, null, 2)}\n`);
