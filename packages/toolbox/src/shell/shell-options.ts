import { ConfigError } from '@pegboard/core';
import type { OptionKinds } from '@pegboard/core/tools';
import type { FileOptions, FileSpace } from '../files/file-options.ts';

export interface ShellLimits {
  /** Milliseconds for one command; the model may ask for less. Default 60,000. */
  readonly timeoutMs?: number;
  /** Bytes of memory for all processes of a command together. Default 1,000,000,000. */
  readonly maxMemoryBytes?: number;
  /** Processes and threads of a command at a time. Default 256. */
  readonly maxProcesses?: number;
  /** Bytes of one file that a command writes. Default 1,000,000,000. */
  readonly maxWriteBytes?: number;
  /** Bytes in /tmp, which is gone after the command. Default 200,000,000. */
  readonly maxTempBytes?: number;
  /** Bytes of output that are kept, of standard output and of errors: their first and last half. Default 30,000. */
  readonly maxOutputBytes?: number;
}

export interface ShellSettings extends ShellLimits {
  /**
   * `bubblewrap` (default): no network, a read-only system, a private /tmp, and of the disk only the root. Where it cannot be, commands are
   * refused. `none`: with all rights of this process, and a person has to approve every call.
   */
  readonly sandbox?: 'bubblewrap' | 'none';
  /** The environment of commands, besides PATH, HOME, LANG and the like. Nothing is taken over from this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** More folders and files of this machine that commands may read, such as `/opt/node`. */
  readonly readable?: readonly string[];
  /** Asks a person before each command. Default: only without a sandbox. */
  readonly approval?: boolean;
}

export const shellOptionKinds = {
  sandbox: 'text',
  env: 'table',
  readable: 'texts',
  approval: 'flag',
  timeoutMs: 'count',
  maxMemoryBytes: 'count',
  maxProcesses: 'count',
  maxWriteBytes: 'count',
  maxTempBytes: 'count',
  maxOutputBytes: 'count',
} satisfies OptionKinds;

export type ShellOptions = (FileOptions | FileSpace) & ShellSettings;

export type ShellPlan = Required<Omit<ShellSettings, 'approval'>>;

/** Throws `ConfigError` for what cannot be meant. */
export function readShellOptions(options: ShellSettings, of = 'run_shell'): ShellPlan {
  const plan: ShellPlan = {
    sandbox: options.sandbox ?? 'bubblewrap',
    env: options.env ?? {},
    readable: options.readable ?? [],
    timeoutMs: options.timeoutMs ?? 60_000,
    maxMemoryBytes: options.maxMemoryBytes ?? 1_000_000_000,
    maxProcesses: options.maxProcesses ?? 256,
    maxWriteBytes: options.maxWriteBytes ?? 1_000_000_000,
    maxTempBytes: options.maxTempBytes ?? 200_000_000,
    maxOutputBytes: options.maxOutputBytes ?? 30_000,
  };
  if (plan.sandbox !== 'bubblewrap' && plan.sandbox !== 'none') {
    throw unusable(of, 'sandbox', String(plan.sandbox), 'Write bubblewrap or none');
  }
  for (const [key, value] of Object.entries(plan)) {
    if (typeof value === 'number' && !(Number.isFinite(value) && value > 0)) {
      throw unusable(of, key, String(value), 'Pass a number above 0, or leave it out');
    }
  }
  const relative = plan.readable.find((path) => !path.startsWith('/'));
  if (relative !== undefined) throw unusable(of, 'readable', relative, 'Pass absolute paths');
  return plan;
}

function unusable(of: string, option: string, value: string, fix: string): ConfigError {
  return new ConfigError({
    what: `${of} cannot use the option "${option}"`,
    evidence: `It is ${value.slice(0, 100)}`,
    fix,
  });
}
