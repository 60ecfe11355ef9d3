import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newCookie } from './cookie.ts';

/** A folder that only this user enters, for what belongs to one screen. */
export interface ScreenPlace {
  /** What a display's clients must know. */
  readonly cookie: string;
  /** Stands for /tmp/.X11-unix. */
  readonly sockets: string;
  /** With nothing in it. */
  readonly empty: string;
  /** The root of programs that are given none. */
  readonly files: string;
  /** Stands for /etc/resolv.conf. */
  readonly resolver: string;
  remove(): void;
}

export function makeScreenPlace(): ScreenPlace {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'pegboard-screen-'));
  const inside = (name: string): string => join(folder, name);
  for (const name of ['sockets', 'empty', 'files']) mkdirSync(inside(name));
  writeFileSync(inside('cookie'), newCookie(), { mode: 0o600 });
  // Where slirp4netns answers.
  writeFileSync(inside('resolver'), 'nameserver 10.0.2.3\n');
  return {
    cookie: inside('cookie'),
    sockets: inside('sockets'),
    empty: inside('empty'),
    files: inside('files'),
    resolver: inside('resolver'),
    remove: () => {
      try {
        rmSync(folder, { recursive: true, force: true });
      } catch {
        // A program has closed a folder that it made.
      }
    },
  };
}
