import { fileSpace } from '../files/file-options.ts';
import { findProgram } from '../shell/find-program.ts';
import { prepareSandbox } from '../shell/prepare-sandbox.ts';
import { baseEnv } from '../shell/sandbox-args.ts';
import { type Client, type Display, type RunClient } from './display.ts';
import { neededPrograms } from './needed-programs.ts';
import { openPrograms, type OpenPrograms, type ScreenHost } from './open-programs.ts';
import { type Launch, runClient } from './run-client.ts';
import type { ScreenPlan } from './screen-options.ts';
import { makeScreenPlace, type ScreenPlace } from './screen-place.ts';
import { clientSandbox, type ScreenSandbox, serverSandbox } from './screen-sandbox.ts';
import { type Server, serverArgs, startServer } from './start-server.ts';
import { listWindows, waitForWindow } from './windows.ts';

/** Starts a server of displays, and the programs on it. At an abort it waits for nothing that these would show. */
export async function openOwnDisplay(plan: ScreenPlan, signal: AbortSignal): Promise<Display> {
  const place = makeScreenPlace();
  try {
    return await openAt(place, plan, signal);
  } catch (error) {
    place.remove();
    throw error;
  }
}

async function openAt(place: ScreenPlace, plan: ScreenPlan, signal: AbortSignal): Promise<Display> {
  const { folder } = plan.files ?? fileSpace({ root: place.files });
  const { root } = folder;
  const programs = await neededPrograms(['Xvfb', 'xdotool', 'maim', 'xmodmap'], root);
  const ways = plan.network ? await neededPrograms(['unshare', 'slirp4netns'], root) : undefined;
  const sandbox = plan.shell.sandbox === 'none' ? undefined : await sandboxAt(place, root, plan);
  const { Xvfb, ...clients } = programs;
  const server = await startServer(await serverLaunch(Xvfb, place, plan, sandbox));
  const env = { ...baseEnv, DISPLAY: `:${server.number}`, XAUTHORITY: place.cookie };
  const host: ScreenHost = {
    ...(sandbox && { sandbox }),
    ...(ways && { ways }),
    number: server.number,
    folder,
    env,
  };
  return withPrograms({ plan, signal, place, server, host, run: clientRunner(clients, host) });
}

function sandboxAt(place: ScreenPlace, root: string, { shell }: ScreenPlan): Promise<ScreenSandbox> {
  const bare =
    "it is opened only if the developer sets sandbox: 'none', and then its programs have all rights of this process";
  const refusal = { what: 'The screen cannot be opened', bare };
  return prepareSandbox({ root, readOnly: true }, shell, refusal).then((tools) => ({
    tools,
    place,
    plan: shell,
  }));
}

async function serverLaunch(
  file: string,
  place: ScreenPlace,
  { width, height }: ScreenPlan,
  sandbox: ScreenSandbox | undefined,
): Promise<Launch> {
  if (sandbox) {
    const args = [...serverSandbox(sandbox), file, ...serverArgs(width, height, '/tmp/.Xauthority')];
    return { file: sandbox.tools.bwrap, args, env: {} };
  }
  const args = serverArgs(width, height, place.cookie);
  // It is to end with this program, however that ends.
  const setpriv = await findProgram('setpriv', place.empty);
  if (setpriv === undefined) return { file, args, env: baseEnv };
  return { file: setpriv, args: ['--pdeathsig', 'KILL', '--', file, ...args], env: baseEnv };
}

function clientRunner(
  clients: Readonly<Record<Client, string>>,
  { sandbox, number, env }: ScreenHost,
): RunClient {
  if (!sandbox)
    return (client, args, input) => runClient({ file: clients[client], args, env }, client, input);
  const before = clientSandbox(sandbox, number);
  const { bwrap } = sandbox.tools;
  return (client, args, input) =>
    runClient({ file: bwrap, args: [...before, clients[client], ...args], env: {} }, client, input);
}

interface Opened {
  /** Aborts when the screen is closed while it is being opened. */
  readonly signal: AbortSignal;
  readonly plan: ScreenPlan;
  readonly place: ScreenPlace;
  readonly server: Server;
  readonly host: ScreenHost;
  readonly run: RunClient;
}

async function withPrograms({ plan, signal, place, server, host, run }: Opened): Promise<Display> {
  const end = new AbortController();
  let programs: OpenPrograms | undefined;
  const closeNow = (): void => {
    end.abort();
    server.stopNow();
    place.remove();
  };
  const close = async (): Promise<void> => {
    // What runs in the background does not keep this program from ending.
    const stay = setInterval(() => undefined, 1_000);
    try {
      end.abort();
      await Promise.all([programs?.allEnded, server.stop()]);
      place.remove();
      process.off('exit', closeNow);
    } finally {
      clearInterval(stay);
    }
  };
  process.once('exit', closeNow);
  try {
    const before = await listWindows(run);
    programs = await openPrograms(plan, host, end.signal);
    await waitForWindow(run, before, programs.anyRuns, signal);
  } catch (error) {
    await close();
    throw error;
  }
  const { notes } = programs;
  return { run, isOwn: true, notes, gone: server.ended, close };
}
