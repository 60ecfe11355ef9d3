import { isPegboardError } from '@pegboard/core';
import type { ErrorCode } from '@pegboard/core';
import { failure } from '../refusal.ts';
import { quoted } from './check-path.ts';

const codes: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  EACCES: ['permission', 'The system denies it'],
  EPERM: ['permission', 'The system denies it'],
  EROFS: ['permission', 'The file system is read-only'],
  ENOENT: ['not-found', 'It was moved or deleted meanwhile'],
  ENOTDIR: ['not-found', 'A part of it is no folder'],
  EEXIST: ['conflict', 'There is something of that name already'],
  ENOTEMPTY: ['conflict', 'The folder is not empty'],
  EISDIR: ['invalid-input', 'It is a folder'],
  ENAMETOOLONG: ['invalid-input', 'A name in it is too long'],
  EXDEV: ['invalid-input', 'It lies on another file system'],
  EINVAL: ['invalid-input', 'A folder cannot go into itself'],
  ENOSPC: ['conflict', 'The disk is full'],
  ETXTBSY: ['conflict', 'It is being run'],
};

/** What `node:fs` throws, without its paths, which name descriptors and folders of the machine. */
export function toFileError(path: string, cause: unknown): unknown {
  if (isPegboardError(cause)) return cause;
  const { code } = cause as { readonly code?: unknown };
  if (typeof code !== 'string') return cause;
  const [kind, evidence] = codes[code] ?? (['invalid-input', `The system says ${code}`] as const);
  return failure(kind, { what: `${quoted(path)} cannot be used`, evidence });
}
