import type { Contender } from '../contenders/contender.ts';
import type { BenchOptions } from '../lib/parse-options.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Weighing } from '../weigh/weighing.ts';
import { chooseContenders } from './choose-contenders.ts';
import { profileMarkdown } from './profile-markdown.ts';
import { profileFile, runRounds } from './run-rounds.ts';
import { scenarioMarkdown } from './scenario-markdown.ts';
import { startServer } from './start-server.ts';
import { type Row, summarise } from './summarise.ts';
import { weighAll } from './weigh-all.ts';

export interface ScenarioFigures {
  readonly title: string;
  readonly metrics: Scenario['metrics'];
  readonly rows: readonly Row[];
}

type Print = (markdown: string) => void;

/** Goes through scenarios one after the other; `print` gets each table and `keep` all figures so far, as soon as they are there. */
export async function runScenarios(
  scenarios: readonly (Scenario | Weighing)[],
  options: BenchOptions,
  print: Print,
  keep: (figures: Readonly<Record<string, ScenarioFigures>>) => void,
): Promise<void> {
  const contenders = chooseContenders(options, print);
  const server = await startServer();
  const figures: Record<string, ScenarioFigures> = {};
  try {
    for (const scenario of scenarios) {
      const { name, title, metrics } = scenario;
      const rows =
        'weigh' in scenario
          ? weighAll(scenario, contenders)
          : await runScenario(scenario, contenders, options, server.port);
      print(scenarioMarkdown(scenario, rows));
      if ('prepare' in scenario && options.profile !== undefined) {
        printProfiles(options.profile, scenario, contenders, print);
      }
      figures[name] = { title, metrics, rows };
      keep(figures);
    }
  } finally {
    server.stop();
  }
}

async function runScenario(
  scenario: Scenario,
  contenders: readonly Contender[],
  { rounds, wire, profile }: BenchOptions,
  port: number,
): Promise<Row[]> {
  const taking = contenders.filter(({ streamsOnly }) => scenario.streams === true || streamsOnly !== true);
  const options = { rounds, wire, port, ...(profile !== undefined && { profile }) };
  return summarise(await runRounds(scenario, taking, options), scenario.metrics);
}

function printProfiles(
  folder: string,
  scenario: Scenario,
  contenders: readonly Contender[],
  print: Print,
): void {
  for (const contender of contenders) {
    const markdown = profileMarkdown(profileFile(folder, scenario, contender));
    if (markdown !== undefined) print(`${contender.label}:\n\n${markdown}`);
  }
}
