import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A control group: the kernel refuses the process that would be one too many in it. */
export interface ProcessGroup {
  add(pid: number): void;
  /** Whether it has refused one. */
  isFull(): boolean;
  /** Resolves when it is gone; its processes have ended before. */
  close(): Promise<void>;
}

let opened = 0;

/**
 * Opens a group below this process's own, so that every limit that holds for this process goes on holding. `undefined` for users other
 * than root, whose processes `RLIMIT_NPROC` limits, and where the kernel lets nobody make groups.
 */
export function openProcessGroup(maxProcesses: number): ProcessGroup | undefined {
  if (process.getuid?.() !== 0) return undefined;
  let folder: string | undefined;
  try {
    folder = makeGroup();
    if (folder === undefined) return undefined;
    writeFileSync(join(folder, 'pids.max'), String(maxProcesses));
  } catch {
    remove(folder);
    return undefined;
  }
  const group = folder;
  return {
    add: (pid) => {
      try {
        writeFileSync(join(group, 'cgroup.procs'), String(pid));
      } catch {
        // It has ended already; in any other case the watch goes on counting.
      }
    },
    isFull: () => !/^max 0$/m.test(readFileSync(join(group, 'pids.events'), 'utf8')),
    close: async () => {
      for (let tries = 0; tries < 50 && !remove(group); tries++) await delay(20);
    },
  };
}

/** The group's folder, or `undefined` where no hierarchy counts processes. https://docs.kernel.org/admin-guide/cgroup-v2.html */
function makeGroup(): string | undefined {
  const name = `pegboard-${process.pid}-${opened++}`;
  const first = ownFolder('cgroup', 'pids');
  if (first !== undefined) return made(join(first, name));
  const own = ownFolder('cgroup2', '');
  if (own === undefined || !wordsOf(join(own, 'cgroup.controllers')).includes('pids')) return undefined;
  const folder = made(join(own, name));
  try {
    // A group with processes of its own may count those of its children only when these are threaded.
    if (wordsOf(join(own, 'cgroup.type')).length > 0) writeFileSync(join(folder, 'cgroup.type'), 'threaded');
    writeFileSync(join(own, 'cgroup.subtree_control'), '+pids');
    return folder;
  } catch (error) {
    remove(folder);
    throw error;
  }
}

/** Where the group of this process lies, in the hierarchy of a controller. */
function ownFolder(type: 'cgroup' | 'cgroup2', controller: string): string | undefined {
  const groups = readFileSync('/proc/self/cgroup', 'utf8').split('\n');
  const own = groups
    .map((line) => line.split(':'))
    .find(([, names]) => names?.split(',').includes(controller));
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  for (const line of mounts) {
    const [place = '', kind = ''] = line.split(' - ');
    const [, , , root = '', point = ''] = place.split(' ');
    const [mounted, , settings = ''] = kind.split(' ');
    if (mounted !== type || (controller && !settings.split(',').includes(controller))) continue;
    const below = relative(root, own?.slice(2).join(':') ?? '..');
    if (!below.startsWith('..')) return join(point, below);
  }
  return undefined;
}

function made(folder: string): string {
  sweep(dirname(folder));
  mkdirSync(folder);
  return folder;
}

/** Takes away what programs have left behind that ended without closing it. The kernel keeps groups that hold processes. */
function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = /^pegboard-(\d+)-\d+$/.exec(name)?.[1];
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) remove(join(folder, name));
  }
}

/** Empty where there is no such file. */
function wordsOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split(/\s+/).filter(Boolean);
  } catch {
    return [];
  }
}

function remove(folder: string | undefined): boolean {
  try {
    if (folder !== undefined) rmdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
