import { parseArgs } from 'node:util';
import type { Wire } from '../contenders/contender.ts';

export interface BenchOptions {
  readonly scenarios: readonly string[];
  /** Names of peers; all when absent, none for `none`. */
  readonly peers?: readonly string[];
  /** Names of contenders that are measured beside the floor, in place of all. */
  readonly only?: readonly string[];
  /** Default 5. */
  readonly rounds: number;
  /** Default `chat`. */
  readonly wire: Wire;
  /** Where the figures go as JSON. */
  readonly json?: string;
  /** Where the chart goes. */
  readonly svg?: string;
  /** A document whose section of figures is written anew. */
  readonly markdown?: string;
  /** A folder for CPU profiles. */
  readonly profile?: string;
  readonly throughput: boolean;
  /** Lists every case that is not as expected. */
  readonly details: boolean;
}

/** Throws `TypeError` for an option that does not exist or has no such value. */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      peers: { type: 'string' },
      only: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      wire: { type: 'string', default: 'chat' },
      json: { type: 'string' },
      svg: { type: 'string' },
      markdown: { type: 'string' },
      profile: { type: 'string' },
      throughput: { type: 'boolean', default: false },
      details: { type: 'boolean', default: false },
    },
  });
  const { json, svg, markdown, profile, throughput, details } = values;
  return {
    scenarios: positionals,
    rounds: roundsOf(values.rounds),
    wire: wireOf(values.wire),
    throughput,
    details,
    ...(values.peers !== undefined && { peers: namesIn(values.peers) }),
    ...(values.only !== undefined && { only: namesIn(values.only) }),
    ...(json !== undefined && { json }),
    ...(svg !== undefined && { svg }),
    ...(markdown !== undefined && { markdown }),
    ...(profile !== undefined && { profile }),
  };
}

function namesIn(list: string): string[] {
  if (list === 'none' || list === '') return [];
  return list.split(',').map((name) => name.trim());
}

function roundsOf(text: string): number {
  const rounds = Number(text);
  if (!Number.isInteger(rounds) || rounds < 1) throw new TypeError(`--rounds takes a number, not "${text}".`);
  return rounds;
}

function wireOf(name: string): Wire {
  if (name !== 'chat' && name !== 'messages')
    throw new TypeError(`--wire is chat or messages, not "${name}".`);
  return name;
}
