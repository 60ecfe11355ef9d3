import { spawn } from 'node:child_process';
import process from 'node:process';

const isWindows = process.platform === 'win32';
/** Leaders of the process groups of all servers that run. */
const leaders = new Set<number>();
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** From now on the child's whole group is killed when this process ends; the function undoes that. */
export function watchGroup(pid: number): () => void {
  if (leaders.size === 0) watchProcess();
  leaders.add(pid);
  return () => {
    if (leaders.delete(pid) && leaders.size === 0) unwatchProcess();
  };
}

/** Sends a signal to a child and to all that it started. What is gone already is fine. */
export function killGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    if (!isWindows) process.kill(-pid, signal);
    else if (signal === 'SIGTERM') process.kill(pid, signal);
    else spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true }).unref();
  } catch {
    // ESRCH: nobody is left.
  }
}

function killAll(): void {
  for (const pid of leaders) killGroup(pid, 'SIGKILL');
}

/** A signal that nobody else listens to ends the process at once, as it would have without us. */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  killAll();
  unwatchProcess();
  process.kill(process.pid, signal);
}

function watchProcess(): void {
  process.on('exit', killAll);
  for (const signal of signals) process.on(signal, onSignal);
}

function unwatchProcess(): void {
  process.off('exit', killAll);
  for (const signal of signals) process.off(signal, onSignal);
}
