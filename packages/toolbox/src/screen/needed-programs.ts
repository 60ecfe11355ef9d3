import { ToolFailure } from '@pegboard/core';
import { findProgram } from '../shell/find-program.ts';

/** The Debian packages that hold them. */
const packages = {
  Xvfb: 'xvfb',
  xdotool: 'xdotool',
  maim: 'maim',
  xmodmap: 'x11-xserver-utils',
  slirp4netns: 'slirp4netns',
  unshare: 'util-linux',
} as const;

type Needed = keyof typeof packages;

/** Where these programs are. Rejects with a `ToolFailure` that names all that are missing, and how to get them. */
export async function neededPrograms<T extends Needed>(
  names: readonly T[],
  root?: string,
): Promise<Readonly<Record<T, string>>> {
  const found = await Promise.all(names.map(async (name) => [name, await findProgram(name, root)] as const));
  const missing = found.filter(([, path]) => path === undefined).map(([name]) => name);
  if (missing.length > 0) {
    const install = missing.map((name) => packages[name]).join(' ');
    const verb = missing.length === 1 ? 'is' : 'are';
    throw new ToolFailure(
      `The screen cannot be used: ${missing.join(', ')} ${verb} not installed. Whoever runs this can install them; on Debian and Ubuntu: apt-get install ${install}.`,
    );
  }
  // None is missing.
  return Object.fromEntries(found) as Record<T, string>;
}
