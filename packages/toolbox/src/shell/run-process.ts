import { type ChildProcess, spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import type { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { KeptOutput } from './kept-output.ts';
import { openProcessGroup, type ProcessGroup } from './process-group.ts';
import { type Excess, findExcess, type ProcessLimits } from './watch-processes.ts';

export interface ProcessOrder extends ProcessLimits {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly maxOutputBytes: number;
  readonly signal: AbortSignal;
  /** Whether it tells descriptor 3, as bubblewrap does, the id of the process that the limits hold for, and waits for descriptor 4. */
  readonly waits: boolean;
  /** Called with the id of `program` itself before the wait ends. Where it rejects, all ends. */
  readonly beforeRun?: (programPid: number) => Promise<void>;
  /** It does not keep this program from ending, and its memory is looked at less often. Default false. */
  readonly background?: boolean;
}

export interface ProcessEnd {
  /** Absent when a signal ended it. */
  readonly exitCode?: number;
  readonly endedBy: 'itself' | 'timeout' | 'output' | 'signal' | Excess;
  readonly stdout: string;
  readonly stderr: string;
}

/** Output beyond so many times what is kept is not worth its time. */
const floodFactor = 2_000;
const watchEveryMs = 50;
const watchBackgroundEveryMs = 250;

/** Runs a program to its end, with everything that it started. Rejects with the signal's reason, when nothing of it is left. */
export async function runProcess(order: ProcessOrder): Promise<ProcessEnd> {
  const { signal } = order;
  signal.throwIfAborted();
  const group = order.waits ? openProcessGroup(order.maxProcesses) : undefined;
  try {
    return await watchProcess(order, group);
  } finally {
    await group?.close();
  }
}

async function watchProcess(order: ProcessOrder, group: ProcessGroup | undefined): Promise<ProcessEnd> {
  const { signal } = order;
  const child = start(order);
  const [stdout, stderr] = [new KeptOutput(order.maxOutputBytes), new KeptOutput(order.maxOutputBytes)];
  let endedBy: ProcessEnd['endedBy'] | undefined;
  let watched: number | undefined;
  const end = (by: ProcessEnd['endedBy']): void => {
    endedBy ??= by;
    kill(child, watched);
  };
  const take =
    (output: KeptOutput) =>
    (chunk: Buffer): void => {
      output.add(chunk);
      if (stdout.total + stderr.total > order.maxOutputBytes * floodFactor) end('output');
    };
  child.stdout?.on('data', take(stdout));
  child.stderr?.on('data', take(stderr));
  if (order.waits)
    release(child, async (pid) => {
      watched = pid;
      group?.add(pid);
      await order.beforeRun?.(child.pid ?? 0).catch((error: unknown) => {
        stderr.add(Buffer.from(error instanceof Error ? error.message : 'It could not be prepared.'));
        end('signal');
      });
    });
  const timer = setTimeout(end, order.timeoutMs, 'timeout');
  const watch = setInterval(
    () => {
      if (watched === undefined) return;
      const excess = group?.isFull() ? 'processes' : findExcess(watched, order);
      if (excess) end(excess);
    },
    order.background ? watchBackgroundEveryMs : watchEveryMs,
  );
  if (order.background) letGo(child, [timer, watch]);
  const onAbort = (): void => end('signal');
  signal.addEventListener('abort', onAbort);
  try {
    const exitCode = await closed(child);
    if (signal.aborted) throw signal.reason;
    if (group?.isFull()) endedBy ??= 'processes';
    return {
      ...(exitCode !== null && !endedBy && { exitCode }),
      endedBy: endedBy ?? (exitCode === null ? 'signal' : 'itself'),
      stdout: stdout.text(),
      stderr: stderr.text(),
    };
  } finally {
    clearTimeout(timer);
    clearInterval(watch);
    signal.removeEventListener('abort', onAbort);
  }
}

function start({ program, args, env, cwd, waits }: ProcessOrder): ChildProcess {
  const child = spawn(program, args, {
    env,
    cwd,
    // A group of its own, so that all of it can be ended.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', ...(waits ? (['pipe', 'pipe'] as const) : [])],
  });
  try {
    // So that the watch still gets its turn when the command wants all there is.
    if (child.pid !== undefined) setPriority(child.pid, 10);
  } catch {
    // It has ended already.
  }
  return child;
}

/** Resolves when the process has ended and nobody holds its output any more; a second later anyway. */
function closed(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
    child.once('exit', (code) => {
      // What was left in the background ends with the command.
      kill(child, undefined);
      setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
        resolve(code);
      }, 1_000).unref();
    });
  });
}

function letGo(child: ChildProcess, timers: readonly NodeJS.Timeout[]): void {
  child.unref();
  for (const timer of timers) timer.unref();
  // The pipes of a process are sockets.
  for (const pipe of child.stdio) (pipe as Socket | null)?.unref();
}

/** Lets the command begin once it has told its first process. */
function release(child: ChildProcess, tell: (pid: number) => Promise<void>): void {
  // The fourth and the fifth of `stdio`, which are pipes.
  const [status, gate] = [child.stdio[3] as Readable, child.stdio[4] as Writable];
  let text = '';
  let told = false;
  // It may have ended already.
  gate.on('error', () => undefined);
  status.on('data', (chunk: Buffer) => {
    text += String(chunk);
    const pid = /"child-pid":\s*(\d+)/.exec(text)?.[1];
    if (pid === undefined || told) return;
    told = true;
    void tell(Number(pid)).then(() => gate.end('.'));
  });
}

/** With the first process of a sandbox the kernel ends all others in it. */
function kill(child: ChildProcess, watched: number | undefined): void {
  const isRunning = child.exitCode === null && child.signalCode === null;
  for (const pid of [isRunning ? watched : undefined, child.pid && -child.pid]) {
    try {
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  }
}
