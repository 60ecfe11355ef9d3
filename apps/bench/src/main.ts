import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { chart } from './harness/chart.ts';
import { runScenarios } from './harness/run-scenarios.ts';
import { type BenchOptions, parseOptions } from './lib/parse-options.ts';
import { replaceSection } from './lib/replace-section.ts';
import { runRecovery } from './recovery/run-recovery.ts';
import type { BenchReport } from './report.ts';
import { scenarios, scenariosNamed } from './scenarios/all.ts';
import { runScheduling } from './scheduling/run-scheduling.ts';
import { runTelemetry } from './telemetry/run-telemetry.ts';
import { runWake } from './wake/run-wake.ts';
import { weighings } from './weigh/all.ts';

/** What is measured inside this process, without a host. */
const inside: Readonly<Record<string, (options: BenchOptions) => Promise<BenchReport>>> = {
  recovery: runRecovery,
  scheduling: runScheduling,
  otel: runTelemetry,
  wake: runWake,
};

const all = [...scenarios, ...weighings];
const options = parseOptions(process.argv.slice(2));
const named = options.scenarios.includes('all') ? all : options.scenarios.flatMap(findNamed);
const unknown = options.scenarios.filter(
  (name) => name !== 'all' && !inside[name] && findNamed(name).length === 0,
);
if (unknown.length > 0 || options.scenarios.length === 0) {
  const groups = scenarios.map(({ name, group }) => group ?? name);
  const names = new Set([...groups, ...weighings.map(({ name }) => name), ...Object.keys(inside)]);
  console.error(`Name a scenario: all, ${[...names].join(', ')}.`);
  process.exit(2);
}

const printed: string[] = [];
const print = (markdown: string): void => {
  printed.push(markdown);
  console.log(`${markdown}\n`);
};
const figures: Record<string, unknown> = {};
for (const name of options.scenarios) {
  const report = await inside[name]?.(options);
  if (!report) continue;
  console.log(report.markdown);
  figures[name] = report.figures;
  writeFigures(figures);
}
if (named.length > 0) {
  const machine = `Node ${process.version}, ${cpus()[0]?.model}, load ${loadavg()[0]?.toFixed(2)}`;
  print(`${machine}; medians of ${options.rounds} rounds; x: to the hand-written loop in the same round`);
  await runScenarios(named, options, print, (found) => {
    if (options.svg !== undefined) writeFileSync(options.svg, chart(found));
    if (options.markdown !== undefined) writeSection(options.markdown, printed.join('\n\n'));
    writeFigures({ ...figures, ...found });
  });
}

function writeSection(path: string, text: string): void {
  writeFileSync(path, replaceSection(readFileSync(path, 'utf8'), text));
}

function writeFigures(content: Readonly<Record<string, unknown>>): void {
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(content, null, 2)}\n`);
}

function findNamed(name: string): readonly (typeof all)[number][] {
  return [...scenariosNamed(name), ...weighings.filter((one) => one.name === name)];
}
