import type { ConfinedFolder } from '@pegboard/guard';
import type { ProcessEnd, ProcessOrder } from '../shell/run-process.ts';
import { runProcess } from '../shell/run-process.ts';
import { baseEnv } from '../shell/sandbox-args.ts';
import { attachNetwork } from './attach-network.ts';
import { lastWords } from './run-client.ts';
import type { ScreenPlan } from './screen-options.ts';
import { programSandbox, type ScreenSandbox } from './screen-sandbox.ts';

export interface ScreenHost {
  /** Absent: without a sandbox. */
  readonly sandbox?: ScreenSandbox;
  readonly number: number;
  readonly folder: ConfinedFolder;
  /** With `network`. */
  readonly ways?: { readonly unshare: string; readonly slirp4netns: string };
  /** What clients without a sandbox must know. */
  readonly env: Readonly<Record<string, string>>;
}

export interface OpenPrograms {
  /** How those ended that have ended. */
  readonly notes: () => readonly string[];
  readonly anyRuns: () => boolean;
  /** Resolves when all have ended, as they do when the signal aborts. */
  readonly allEnded: Promise<unknown>;
}

/** Starts the programs of a screen. */
export async function openPrograms(
  plan: ScreenPlan,
  host: ScreenHost,
  signal: AbortSignal,
): Promise<OpenPrograms> {
  const { folder } = host;
  const hidden = await folder.hidden(signal);
  const notes: string[] = [];
  const running = plan.open.map(async (command) => {
    const order = orderOf(command, plan, host, { folder, hidden, signal });
    const end = await runWithNetwork(order, host.ways).catch(() => undefined);
    if (end && !signal.aborted) notes.push(noteOf(command[0], end));
  });
  let left = running.length;
  for (const program of running) void program.finally(() => left--);
  return { notes: () => notes, anyRuns: () => left > 0, allEnded: Promise.all(running) };
}

type Files = Pick<Parameters<typeof programSandbox>[2], 'folder' | 'hidden'>;

function orderOf(
  [program = '', ...args]: readonly string[],
  { shell, network }: ScreenPlan,
  { sandbox, number, ways, env }: ScreenHost,
  { signal, ...files }: Files & { readonly signal: AbortSignal },
): ProcessOrder {
  const limits = { ...shell, signal, background: true };
  const { root } = files.folder;
  if (!sandbox) {
    const all = { ...baseEnv, HOME: root, ...env, ...shell.env };
    return { ...limits, program, args, env: all, cwd: root, waits: false };
  }
  const inside = [...programSandbox(sandbox, number, { ...files, network }), program, ...args];
  const { bwrap } = sandbox.tools;
  const apart = ['--user', '--map-root-user', '--net', '--', bwrap];
  const start = ways
    ? { program: ways.unshare, args: [...apart, ...inside] }
    : { program: bwrap, args: inside };
  return { ...limits, ...start, env: {}, cwd: '/', waits: true };
}

async function runWithNetwork(order: ProcessOrder, ways: ScreenHost['ways']): Promise<ProcessEnd> {
  if (!ways) return runProcess(order);
  let detach: (() => void) | undefined;
  let hasEnded = false;
  try {
    return await runProcess({
      ...order,
      beforeRun: async (pid) => {
        detach = await attachNetwork(ways.slirp4netns, pid);
        if (hasEnded) detach();
      },
    });
  } finally {
    hasEnded = true;
    detach?.();
  }
}

function noteOf(program: string, { exitCode, endedBy, stderr, stdout }: ProcessEnd): string {
  const how = endedBy === 'itself' ? `exit code ${exitCode}` : `ended by ${endedBy}`;
  const words = lastWords(stderr) || lastWords(stdout);
  return `${program} runs no more (${how}${words === '' ? '' : `: ${words}`}).`;
}
