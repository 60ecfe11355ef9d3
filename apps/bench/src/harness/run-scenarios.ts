import { own, peers } from '../contenders/all.ts';
import type { Contender } from '../contenders/contender.ts';
import type { BenchOptions } from '../lib/parse-options.ts';
import { installPeer } from '../peers/install-peer.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { profileFile, runRounds } from './run-rounds.ts';
import { scenarioMarkdown } from './scenario-markdown.ts';
import { profileMarkdown } from './profile-markdown.ts';
import { startServer } from './start-server.ts';
import { type Row, summarise } from './summarise.ts';

export interface ScenarioFigures {
  readonly title: string;
  readonly metrics: Scenario['metrics'];
  readonly rows: readonly Row[];
}

/** Runs scenarios one after the other; `print` gets each table as soon as it is there. */
export async function runScenarios(
  scenarios: readonly Scenario[],
  options: BenchOptions,
  print: (markdown: string) => void,
): Promise<Record<string, ScenarioFigures>> {
  const contenders = chooseContenders(options, print);
  const server = await startServer();
  const figures: Record<string, ScenarioFigures> = {};
  try {
    for (const scenario of scenarios) {
      const taking = contenders.filter(({ name }) => scenario.streams === true || name !== 'pegboard-ontext');
      const { rounds, wire, profile } = options;
      const outcomes = await runRounds(scenario, taking, {
        rounds,
        wire,
        port: server.port,
        ...(profile !== undefined && { profile }),
      });
      const rows = summarise(outcomes, scenario.metrics);
      print(scenarioMarkdown(scenario, rows));
      if (profile !== undefined) printProfiles(profile, scenario, taking, print);
      figures[scenario.name] = { title: scenario.title, metrics: scenario.metrics, rows };
    }
  } finally {
    server.stop();
  }
  return figures;
}

function printProfiles(
  folder: string,
  scenario: Scenario,
  contenders: readonly Contender[],
  print: (markdown: string) => void,
): void {
  for (const contender of contenders) {
    print(`${contender.label}:

${profileMarkdown(profileFile(folder, scenario, contender))}`);
  }
}

/** The floor, ours and the chosen peers that install; `--only` names any of them. */
function chooseContenders(
  { peers: chosen, only, wire }: BenchOptions,
  print: (line: string) => void,
): Contender[] {
  const known = peers.map(({ name }) => name);
  const unknown = chosen?.filter((name) => !known.includes(name)) ?? [];
  if (unknown.length > 0)
    throw new TypeError(`There is no peer ${unknown.join(', ')}. Known: ${known.join(', ')}.`);
  const wanted = only
    ? [...own, ...peers].filter(({ name }) => name === 'floor' || only.includes(name))
    : [...own, ...peers.filter(({ name }) => chosen?.includes(name) ?? true)];
  return wanted
    .filter(({ wires }) => wires.includes(wire))
    .filter(({ peer, label }) => {
      const problem = peer && installPeer(peer);
      if (problem !== undefined) print(`${label} does not install: ${problem.split('\n')[0]}`);
      return problem === undefined;
    });
}
