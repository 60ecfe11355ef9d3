import { writeFileSync } from 'node:fs';
import { type BenchOptions, parseOptions } from './lib/parse-options.ts';
import { runRecovery } from './recovery/run-recovery.ts';
import type { BenchReport } from './report.ts';
import { runScheduling } from './scheduling/run-scheduling.ts';

const scenarios: Readonly<Record<string, (options: BenchOptions) => Promise<BenchReport>>> = {
  recovery: runRecovery,
  scheduling: runScheduling,
};

const options = parseOptions(process.argv.slice(2));
const unknown = options.scenarios.filter((name) => !scenarios[name]);
if (unknown.length > 0 || options.scenarios.length === 0) {
  console.error(`Name a scenario: ${Object.keys(scenarios).join(', ')}.`);
  process.exit(2);
}

const reports: Record<string, BenchReport['figures']> = {};
for (const name of options.scenarios) {
  const report = await scenarios[name]?.(options);
  if (!report) continue;
  console.log(report.markdown);
  reports[name] = report.figures;
}
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(reports, null, 2)}\n`);
