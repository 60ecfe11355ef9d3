import { spawn } from 'node:child_process';

/**
 * Starts a program and gathers what it prints. `ended` resolves with `{ code, output, stdout }` and never rejects;
 * `stop()` asks the program to end; after `timeout` milliseconds it is killed.
 */
export function startProcess(command, args, { timeout = 60_000, ...options }) {
  const child = spawn(command, args, {
    ...options,
    timeout,
    killSignal: 'SIGKILL',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let output = '';
  child.stdout.on('data', (data) => {
    stdout += data;
    output += data;
  });
  child.stderr.on('data', (data) => (output += data));
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, output: error.message, stdout }));
    child.once('close', (code, signal) => {
      const late = signal === 'SIGKILL' ? `\nIt did not end within ${timeout / 1000} seconds.` : '';
      resolve({ code, output: `${output.trim()}${late}`, stdout });
    });
  });
  return { ended, stop: () => child.kill() };
}
