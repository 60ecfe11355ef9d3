import { join } from 'node:path';
import type { SandboxTools } from '../shell/prepare-sandbox.ts';
import { readOnly, type Sandbox, sandboxArgs } from '../shell/sandbox-args.ts';
import type { ShellPlan } from '../shell/shell-options.ts';
import type { ScreenPlace } from './screen-place.ts';

const sockets = '/tmp/.X11-unix';
const cookie = '/tmp/.Xauthority';

/** Fonts, themes and the settings of browsers; nothing in it is secret. */
const desktop = [
  '/etc/X11', '/etc/chromium', '/etc/chromium.d', '/etc/firefox', '/etc/firefox-esr', '/etc/fonts', '/etc/gtk-2.0', '/etc/gtk-3.0',
  '/etc/gtk-4.0', '/etc/xdg', '/var/cache/fontconfig',
]; // prettier-ignore

export interface ScreenSandbox {
  readonly tools: SandboxTools;
  readonly place: ScreenPlace;
  readonly plan: ShellPlan;
}

/** Bubblewrap's arguments for the server: it sees its own sockets, and of the disk nothing else. */
export function serverSandbox({ tools, place, plan }: ScreenSandbox): readonly string[] {
  const mounts = ['--bind', place.sockets, sockets, ...readOnlyAt(place.cookie, cookie)];
  return sandboxArgs({ ...tools, ...nothing(place, { ...plan, env: {} }), mounts });
}

/** For what acts at display `number`. */
export function clientSandbox({ tools, place, plan }: ScreenSandbox, number: number): readonly string[] {
  return sandboxArgs({
    ...tools,
    ...nothing(place, { ...plan, env: clientEnv(number) }),
    mounts: displayMounts(place, number),
  });
}

/** For a program on the screen: this one display, and the workspace. */
export function programSandbox(
  { tools, place, plan }: ScreenSandbox,
  number: number,
  { network, ...files }: Pick<Sandbox, 'folder' | 'hidden'> & { readonly network: boolean },
): readonly string[] {
  // Terminals and browsers do not work for root; whose files these are stays as it is.
  const [user, group] = [process.getuid?.() || 1_000, process.getgid?.() || 1_000];
  return sandboxArgs({
    ...tools,
    ...files,
    plan: { ...plan, env: { ...clientEnv(number), ...plan.env } },
    fds: { status: 3, wait: 4 },
    joinsNetwork: network,
    reserves: true,
    mounts: [
      '--uid',
      String(user),
      '--gid',
      String(group),
      ...desktop.flatMap((file) => readOnly(file)),
      ...(network ? readOnlyAt(place.resolver, '/etc/resolv.conf') : []),
      ...displayMounts(place, number),
    ],
  });
}

function clientEnv(number: number): Readonly<Record<string, string>> {
  return { DISPLAY: `:${number}`, XAUTHORITY: cookie };
}

function displayMounts(place: ScreenPlace, number: number): readonly string[] {
  const socket = `X${number}`;
  return [
    ...readOnlyAt(join(place.sockets, socket), `${sockets}/${socket}`),
    ...readOnlyAt(place.cookie, cookie),
  ];
}

function readOnlyAt(file: string, target: string): readonly string[] {
  return ['--ro-bind', file, target];
}

function nothing(place: ScreenPlace, plan: ShellPlan): Pick<Sandbox, 'folder' | 'hidden' | 'plan'> {
  return { folder: { root: place.empty, readOnly: true }, hidden: [], plan: { ...plan, readable: [] } };
}
