import type { Trust } from '@pegboard/core';
import { checkOptionKinds, type OptionKinds } from '@pegboard/core/tools';
import { confine, type ConfinedFolder } from '@pegboard/guard';

/** Names that are closed unless `ignore` says otherwise: secrets, and the folder in which commands for other programs can be hidden. */
const defaultIgnore: readonly string[] = ['.env', '.env.*', '.git'];

export interface FileOptions {
  /** The folder that the tools see, and nothing else. It has to exist. */
  readonly root: string;
  /** Globs of what stays closed in it. Default: `.env`, `.env.*` and `.git`; `[]` opens all. */
  readonly ignore?: readonly string[];
  /** Refuses every change. Default false. */
  readonly readOnly?: boolean;
  /** Other file systems that are mounted below the root count as inside. Default false. */
  readonly crossMounts?: boolean;
  /** Bytes that a file may have to be read, searched or written. Default 10,000,000. */
  readonly maxFileBytes?: number;
  /** Absolute paths that stand for the root. Default `/workspace`. */
  readonly aliases?: readonly string[];
  /** `trusted` when nobody but you writes what is in the folder. Default `untrusted`. */
  readonly trust?: Trust;
}

/** A confined folder as the tools of one `toolbox` share it. */
export interface FileSpace {
  readonly folder: ConfinedFolder;
  readonly maxFileBytes: number;
  readonly trust: Trust;
}

export const fileOptionKinds = {
  root: 'text',
  ignore: 'texts',
  readOnly: 'flag',
  crossMounts: 'flag',
  maxFileBytes: 'count',
  aliases: 'texts',
  trust: 'text',
} satisfies OptionKinds;

const spaceKinds = { folder: 'table', maxFileBytes: 'count', trust: 'text' } satisfies OptionKinds;

/** For a tool that takes nothing else, or `more`: throws `ConfigError` also for options that there are not. */
export function fileSpaceOf(
  who: string,
  options: FileOptions | FileSpace,
  more: OptionKinds = {},
): FileSpace {
  // Whoever writes no types may pass nothing.
  const isSpace = Object.hasOwn(Object(options) as object, 'folder');
  checkOptionKinds(who, options, { ...(isSpace ? spaceKinds : fileOptionKinds), ...more });
  return fileSpace(options);
}

/** Throws `ConfigError` when the root is no folder. */
export function fileSpace(options: FileOptions | FileSpace): FileSpace {
  if ('folder' in options) return options;
  const { root, ignore = defaultIgnore, readOnly = false, crossMounts = false } = options;
  const { maxFileBytes = 10_000_000, aliases = ['/workspace'], trust = 'untrusted' } = options;
  // What else there may be is for others.
  const own = { root, ignore, readOnly, crossMounts, maxFileBytes, aliases, trust };
  checkOptionKinds('The file tools', own, fileOptionKinds);
  const folder = confine(root, { ignore, readOnly, crossMounts, aliases });
  return { folder, maxFileBytes, trust };
}

/** All files count as one resource: names that look different may lead to the same file. */
export const readsFiles = { reads: ['files'], idempotent: true };
export const writesFiles = { writes: ['files'] };

/** Folders of other people's code and of caches: named, but not looked into unless a path leads there. */
const skipped: ReadonlySet<string> = new Set(['node_modules', '.git', '.hg', '.svn', '.venv', '__pycache__']);

export function isSkipped(path: string): boolean {
  return skipped.has(path.slice(path.lastIndexOf('/') + 1));
}
