import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { ToolFailure } from '@pegboard/core';
import type { ConfinedFolder } from '@pegboard/guard';
import { findProgram } from './find-program.ts';
import { type Sandbox, sandboxArgs } from './sandbox-args.ts';
import type { ShellPlan } from './shell-options.ts';

const run = promisify(execFile);

export interface SandboxTools {
  readonly bwrap: string;
  readonly prlimit: string;
  readonly features: Sandbox['features'];
}

/** What did not happen without a sandbox, and what would happen if the developer went without one. */
interface Refusal {
  readonly what: string;
  readonly bare: string;
}

const noCommand: Refusal = {
  what: 'No command was run',
  bare: "commands run only if the developer sets sandbox: 'none', and then a person approves each",
};

/** Finds what a sandbox needs. Rejects with a `ToolFailure` that says what is missing and how to get it. */
export async function prepareSandbox(
  folder: Pick<ConfinedFolder, 'root' | 'readOnly'>,
  plan: ShellPlan,
  refusal: Refusal = noCommand,
): Promise<SandboxTools> {
  const refused = refuseWith(refusal);
  if (process.platform !== 'linux')
    throw await refused(`bubblewrap needs Linux, and this is ${process.platform}`);
  const [bwrap, prlimit] = await Promise.all([
    findProgram('bwrap', folder.root),
    findProgram('prlimit', folder.root),
  ]);
  if (bwrap === undefined) throw await refused('bubblewrap (bwrap) is not installed', 'bubblewrap');
  if (prlimit === undefined) throw await refused('prlimit is not installed', 'util-linux');
  const help = await run(bwrap, ['--help']).then(
    ({ stdout, stderr }) => stdout + stderr,
    () => '',
  );
  const features = { size: help.includes('--size '), noUserns: help.includes('--disable-userns') };
  const problem = await tryOut({ bwrap, prlimit, features }, folder, plan);
  if (problem !== undefined) throw await refused(problem);
  return { bwrap, prlimit, features };
}

/** Only a try tells whether the system lets it make namespaces. */
async function tryOut(
  tools: SandboxTools,
  folder: Pick<ConfinedFolder, 'root' | 'readOnly'>,
  plan: ShellPlan,
): Promise<string | undefined> {
  const args = sandboxArgs({ ...tools, folder, plan, hidden: [] });
  try {
    await run(tools.bwrap, [...args, 'true'], { env: {}, timeout: 20_000 });
    return undefined;
  } catch (error) {
    const { stderr } = error as { readonly stderr?: unknown };
    const [line = ''] = (typeof stderr === 'string' ? stderr : '').split('\n');
    return `bubblewrap cannot make a sandbox here: ${line.slice(0, 200) || 'it gave no reason'}. Unprivileged user namespaces may be switched off (sysctl kernel.unprivileged_userns_clone, user.max_user_namespaces, kernel.apparmor_restrict_unprivileged_userns), or the container around this process forbids them`;
  }
}

/** Commands that install a package, by the names that systems give themselves. */
const installers: readonly (readonly [RegExp, string])[] = [
  [/debian|ubuntu/, 'apt-get install'],
  [/fedora|rhel|centos/, 'dnf install'],
  [/alpine/, 'apk add'],
  [/arch/, 'pacman -S'],
  [/suse/, 'zypper install'],
];

function refuseWith({ what, bare }: Refusal): (reason: string, missing?: string) => Promise<ToolFailure> {
  return async (reason, missing) => {
    const remedy =
      missing === undefined ? '' : ` Whoever runs this can get it with: ${await installer()} ${missing}.`;
    return new ToolFailure(`${what}: ${reason}.${remedy} Without a sandbox ${bare}.`);
  };
}

async function installer(): Promise<string> {
  const system = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const ids = /^ID(_LIKE)?=.*$/gm[Symbol.match](system)?.join(' ') ?? '';
  return installers.find(([name]) => name.test(ids))?.[1] ?? 'install';
}
