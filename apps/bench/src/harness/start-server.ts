import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface RunningServer {
  readonly port: number;
  readonly stop: () => void;
}

/** The stand-in host, in a process of its own. */
export async function startServer(): Promise<RunningServer> {
  const child = fork(fileURLToPath(new URL('../server/main.ts', import.meta.url)), { execArgv: [] });
  const [message] = (await once(child, 'message')) as [{ readonly port: number }]; // what server/main.ts sends
  return { port: message.port, stop: () => child.disconnect() };
}
