import { startProcess } from './start-process.mjs';

/** Arguments in front of the script. Nothing is installed on the way, and Deno grants the network of this one host and nothing else. */
const ARGUMENTS = {
  Node: () => [],
  Bun: () => ['run', '--no-install'],
  Deno: (port) => [
    'run',
    '--no-prompt',
    '--no-remote',
    '--node-modules-dir=manual',
    `--allow-net=127.0.0.1:${port}`,
  ],
};

/** Runs the smoke program as a script against node_modules. */
export function runScript({ kind, command, project, env, host }) {
  const args = [...ARGUMENTS[kind](host.port), 'script.mjs', host.baseURL];
  return startProcess(command, args, { cwd: project, env }).ended;
}
