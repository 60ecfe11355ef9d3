import { ConfigError } from '@pegboard/core';
import { type HostRule, parseHostRule } from './host-rule.ts';

/** Which URLs may be reached. Hosts are written `api.example.com`, `*.example.com`, `10.1.2.3`, `10.0.0.0/8`, `[::1]`, also with `:port`. */
export interface UrlRules {
  /**
   * Opens what is not public. A name opens all its addresses but those of cloud metadata, which only an entry of that very address opens.
   * An entry with a port also opens that port. Default: nothing.
   */
  readonly allow?: readonly string[];
  /** Closes hosts, before everything else. A name closes only that name, not its addresses. Default: nothing. */
  readonly deny?: readonly string[];
  /** If given, only these hosts are reached. It opens nothing that is not public. */
  readonly only?: readonly string[];
  /** Ports that may be reached. Default: all but those that browsers block too. */
  readonly ports?: readonly number[];
}

/** `UrlRules` as read. */
export interface CompiledRules {
  readonly allow: readonly HostRule[];
  readonly deny: readonly HostRule[];
  readonly only?: readonly HostRule[];
  readonly ports?: ReadonlySet<number>;
}

/** Throws `ConfigError` for what cannot be read. */
export function compileRules({ allow, deny, only, ports }: UrlRules): CompiledRules {
  return {
    allow: readHosts('allow', allow ?? []),
    deny: readHosts('deny', deny ?? []),
    ...(only && { only: readHosts('only', only) }),
    ...(ports && { ports: readPorts(ports) }),
  };
}

function readHosts(option: string, hosts: readonly string[]): readonly HostRule[] {
  if (!Array.isArray(hosts)) throw notAList(option, 'a list of hosts');
  return hosts.map(parseHostRule);
}

function readPorts(ports: readonly number[]): ReadonlySet<number> {
  if (!Array.isArray(ports) || !ports.every(isPort)) throw notAList('ports', 'a list of port numbers');
  return new Set(ports);
}

function isPort(port: unknown): boolean {
  return Number.isInteger(port) && Number(port) > 0 && Number(port) < 65_536;
}

function notAList(option: string, wanted: string): ConfigError {
  return new ConfigError({
    what: `"${option}" must be ${wanted}`,
    fix: `Pass an array, such as ${option}: ${option === 'ports' ? '[443]' : "['api.example.com']"}`,
  });
}

/** Ports of other protocols that can be made to take HTTP for their own ("port blocking" of the Fetch standard). */
const blockedPorts: ReadonlySet<number> = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
  526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
  3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080,
]);

export function isOpenPort({ ports }: CompiledRules, port: number): boolean {
  return ports ? ports.has(port) : !blockedPorts.has(port);
}
