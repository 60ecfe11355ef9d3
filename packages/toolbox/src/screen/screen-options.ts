import { ConfigError } from '@pegboard/core';
import { type FileOptions, type FileSpace, fileSpace } from '../files/file-options.ts';
import {
  readShellOptions,
  type ShellLimits,
  type ShellPlan,
  type ShellSettings,
} from '../shell/shell-options.ts';

type Program = readonly [command: string, ...args: string[]];

interface ScreenSettings {
  /** Pixels. Default 1024. */
  readonly width?: number;
  /** Pixels. Default 768. */
  readonly height?: number;
  /** Milliseconds from an action to its screenshot. Default 1,000. */
  readonly settleMs?: number;
  /** Closes the screen when it aborts, with all that runs on it. */
  readonly signal?: AbortSignal;
}

/** A screen of its own, which nobody else sees and which is gone when it is closed. */
export interface OwnScreenOptions
  extends
    ScreenSettings,
    Omit<ShellLimits, 'timeoutMs'>,
    Pick<ShellSettings, 'env' | 'readable'>,
    Partial<Pick<FileOptions, 'root' | 'ignore' | 'readOnly' | 'crossMounts'>> {
  readonly display?: never;
  /** The programs on it, each with its arguments: `[['xterm'], ['chromium', '--no-sandbox']]`. They start in the root. */
  readonly open?: readonly Program[];
  /**
   * `bubblewrap` (default): the programs see a read-only system, the root at /workspace, a private /tmp and this screen. Where it cannot be, no
   * screen is opened. `none`: they run with all rights of this process.
   */
  readonly sandbox?: 'bubblewrap' | 'none';
  /** Whether the programs reach what this machine reaches, itself left out. It needs slirp4netns. Default false. */
  readonly network?: boolean;
}

/** A screen that is there already, such as the one that you look at. What is on it, and what can be typed into it, is in the model's hands. */
export interface NamedScreenOptions extends ScreenSettings {
  /** As in the variable DISPLAY: `:0`. Its size is `width` and `height`. */
  readonly display: string;
}

export type ComputerScreenOptions = OwnScreenOptions | NamedScreenOptions;

export interface ScreenPlan {
  readonly width: number;
  readonly height: number;
  readonly settleMs: number;
  /** Set: a screen that is there. */
  readonly display?: string;
  readonly open: readonly Program[];
  readonly network: boolean;
  /** How the programs run. */
  readonly shell: ShellPlan;
  /** What they find at /workspace; absent: an empty folder. */
  readonly files?: FileSpace;
}

const ofOwnScreens: readonly string[] = [
  'open', 'sandbox', 'network', 'env', 'readable', 'root', 'ignore', 'readOnly', 'crossMounts',
] satisfies readonly (keyof OwnScreenOptions)[]; // prettier-ignore

/** Throws `ConfigError` for what cannot be meant. */
export function readScreenOptions(options: ComputerScreenOptions): ScreenPlan {
  const { width = 1024, height = 768, settleMs = 1_000 } = options;
  checkNumber('width', width, 64, 7_680);
  checkNumber('height', height, 64, 7_680);
  checkNumber('settleMs', settleMs, 0, 60_000);
  const size = { width, height, settleMs };
  if (options.display !== undefined) return { ...size, ...namedScreen(options) };
  const { open = [], network = false, root } = options;
  const wrong = open.findIndex((program) => !isProgram(program));
  if (wrong !== -1) {
    const evidence = JSON.stringify(open[wrong]) ?? 'undefined';
    throw unusable('open', evidence, "Pass a list of lists: [['xterm', '-u8'], ['chromium']]");
  }
  if (network && options.sandbox === 'none') {
    throw unusable(
      'network',
      'true',
      "Leave it out: with sandbox: 'none' programs have the network of this process",
    );
  }
  return {
    ...size,
    open,
    network,
    shell: shellPlan(options),
    ...(root !== undefined && { files: fileSpace({ ...options, root }) }),
  };
}

/** Programs with windows take more than commands do. */
function shellPlan(options: OwnScreenOptions): ShellPlan {
  return readShellOptions(
    {
      maxMemoryBytes: 2_000_000_000,
      maxProcesses: 1_024,
      ...options,
      // They run until the screen is closed; this is the longest that a timer can wait.
      timeoutMs: 2_147_483_647,
    },
    'computerScreen',
  );
}

function namedScreen(options: NamedScreenOptions): Omit<ScreenPlan, 'width' | 'height' | 'settleMs'> {
  const { display } = options;
  if (!/^[\w.-]{0,100}:\d{1,5}(\.\d{1,2})?$/.test(display)) {
    throw unusable(
      'display',
      JSON.stringify(display),
      "Pass what the variable DISPLAY holds there, such as ':0'",
    );
  }
  const other = ofOwnScreens.find((key) => key in options);
  if (other !== undefined) {
    const fix = `Leave out "${other}", or "display" for a screen of its own; what is to be on your screen is yours to start`;
    throw unusable(other, `"display" is ${display}, a screen that is there already`, fix);
  }
  return { display, open: [], network: false, shell: readShellOptions({}) };
}

function isProgram(program: unknown): boolean {
  return (
    Array.isArray(program) &&
    program.length > 0 &&
    program[0] !== '' &&
    program.every((word) => typeof word === 'string' && !word.includes('\0'))
  );
}

function checkNumber(option: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw unusable(option, String(value), `Pass a whole number from ${least} to ${most}`);
}

function unusable(option: string, value: string, fix: string): ConfigError {
  return new ConfigError({
    what: `computerScreen cannot use the option "${option}"`,
    evidence: `It is ${value.slice(0, 200)}`,
    fix,
  });
}
