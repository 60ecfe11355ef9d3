import { existsSync, lstatSync, readlinkSync } from 'node:fs';
import type { ConfinedFolder } from '@pegboard/guard';
import type { ShellPlan } from './shell-options.ts';

/** Where a command finds the root. */
const workspace = '/workspace';

type Hidden = Awaited<ReturnType<ConfinedFolder['hidden']>>;

export interface Sandbox {
  readonly folder: Pick<ConfinedFolder, 'root' | 'readOnly'>;
  readonly hidden: Hidden;
  readonly plan: ShellPlan;
  readonly prlimit: string;
  /** Where bubblewrap is to tell what it has started, and what the command waits for. */
  readonly fds?: { readonly status: number; readonly wait: number };
  /** More mounts, of what lies in /tmp as well. */
  readonly mounts?: readonly string[];
  /** It joins the network namespace of who starts it, which then must not be the machine's. */
  readonly joinsNetwork?: boolean;
  /** Memory that a process reserves is not limited, as for browsers; what it uses is watched all the same. */
  readonly reserves?: boolean;
  /** What this version of bubblewrap can do. */
  readonly features: { readonly size: boolean; readonly noUserns: boolean };
}

/** Folders of the system that programs need. */
const system = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];

/** What programs need of /etc; nothing in it is secret. */
const settings = [
  'alternatives', 'ca-certificates', 'debian_version', 'group', 'ld.so.cache', 'ld.so.conf', 'ld.so.conf.d', 'locale.conf',
  'localtime', 'magic', 'mime.types', 'nsswitch.conf', 'os-release', 'passwd', 'perl', 'pki/tls/certs', 'protocols', 'services',
  'ssl/certs', 'ssl/openssl.cnf', 'terminfo',
]; // prettier-ignore

const path = '/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin';

export const baseEnv: Readonly<Record<string, string>> = {
  PATH: path,
  LANG: 'C.UTF-8',
  TERM: 'dumb',
};

/** Without a new session a command could type into the terminal of this process. */
const isolation = [
  '--die-with-parent', '--new-session', '--clearenv', '--cap-drop', 'ALL', '--hostname', 'sandbox',
  '--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try',
]; // prettier-ignore

/** The settings of the kernel belong to root, and if that is who runs this, to the command as well: they are read-only. */
const kernel = ['--proc', '/proc', '--remount-ro', '/proc', '--dev', '/dev'];

/** The arguments of bubblewrap for a command, without the command. */
export function sandboxArgs(sandbox: Sandbox): readonly string[] {
  const { folder, plan, features, fds } = sandbox;
  const env = { ...baseEnv, HOME: '/tmp', TMPDIR: '/tmp', ...plan.env };
  const args = [
    isolation,
    sandbox.joinsNetwork ? [] : ['--unshare-net'],
    features.noUserns ? ['--disable-userns'] : [],
    systemMounts(),
    kernel,
    tmpfs(sandbox, '/dev/shm'),
    ['--remount-ro', '/dev'],
    tmpfs(sandbox, '/tmp'),
    // What lies in /tmp has to be put into the new one.
    plan.readable.flatMap(readOnly),
    sandbox.mounts ?? [],
    [folder.readOnly ? '--ro-bind' : '--bind', folder.root, workspace],
    ...sandbox.hidden.map((entry) => hide(sandbox, entry)),
    ['--remount-ro', '/', '--chdir', workspace],
    ...Object.entries(env).map(([name, value]) => ['--setenv', name, value]),
    fds ? ['--json-status-fd', String(fds.status), '--block-fd', String(fds.wait)] : [],
    ['--'],
    limits(sandbox),
  ];
  return args.flat();
}

function systemMounts(): readonly string[] {
  const folders = system
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      lstatSync(folder).isSymbolicLink() ? ['--symlink', readlinkSync(folder), folder] : readOnly(folder),
    );
  return [...folders, ...settings.flatMap((name) => readOnly(`/etc/${name}`))];
}

export function readOnly(file: string): readonly string[] {
  return ['--ro-bind-try', file, file];
}

function tmpfs({ plan, features }: Sandbox, target: string): readonly string[] {
  return [...(features.size ? ['--size', String(plan.maxTempBytes)] : []), '--tmpfs', target];
}

/** Closed folders are empty, closed files have no content; neither can be written. */
function hide({ folder }: Sandbox, { path: real, kind }: Hidden[number]): readonly string[] {
  const target = `${workspace}${real.slice(folder.root.length)}`;
  if (kind === 'link') return [];
  return kind === 'folder' ? ['--tmpfs', target, '--remount-ro', target] : ['--ro-bind', '/dev/null', target];
}

/** Set inside, where the count of processes begins at none. Of memory only what is written to is counted, not what is reserved. */
function limits({ plan, prlimit, reserves = false }: Sandbox): readonly string[] {
  return [
    prlimit,
    ...(reserves ? [] : [`--data=${plan.maxMemoryBytes}`]),
    `--nproc=${plan.maxProcesses}`,
    `--fsize=${plan.maxWriteBytes}`,
    '--nofile=1024',
    '--core=0',
    '--',
  ];
}
