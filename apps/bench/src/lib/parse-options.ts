import { parseArgs } from 'node:util';

export interface BenchOptions {
  readonly scenarios: readonly string[];
  /** Names of peers; all when absent, none for `none`. */
  readonly peers?: readonly string[];
  /** Where the figures go as JSON. */
  readonly json?: string;
  readonly throughput: boolean;
  /** Lists every case that is not as expected. */
  readonly details: boolean;
}

/** `recovery [--peers a,b | --peers none] [--json file] [--throughput] [--details]` */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      peers: { type: 'string' },
      json: { type: 'string' },
      throughput: { type: 'boolean', default: false },
      details: { type: 'boolean', default: false },
    },
  });
  return {
    scenarios: positionals,
    throughput: values.throughput,
    details: values.details,
    ...(values.peers !== undefined && { peers: namesIn(values.peers) }),
    ...(values.json !== undefined && { json: values.json }),
  };
}

function namesIn(list: string): string[] {
  if (list === 'none' || list === '') return [];
  return list.split(',').map((name) => name.trim());
}
