import type { ChildProcess } from 'node:child_process';

const alive = new Set<ChildProcess>();

/** Ends the child when this process exits: one that holds its thread would not hear that its pipe is closed. */
export function killAtExit(child: ChildProcess): void {
  if (alive.size === 0) process.on('exit', killAll);
  alive.add(child);
  const forget = (): void => {
    alive.delete(child);
    if (alive.size === 0) process.off('exit', killAll);
  };
  child.once('exit', forget);
  // One that could not be started has no exit.
  child.once('error', forget);
}

function killAll(): void {
  for (const child of alive) child.kill('SIGKILL');
}
