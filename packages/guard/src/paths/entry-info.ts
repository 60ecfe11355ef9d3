import type { BigIntStats } from 'node:fs';
import type { EntryInfo } from './confined-folder.ts';
import type { EntryKind } from './open-entry.ts';

export function entryInfo(names: readonly string[], kind: EntryKind, stats: BigIntStats): EntryInfo {
  return {
    path: names.join('/'),
    kind,
    size: Number(stats.size),
    modifiedMs: Number(stats.mtimeMs),
    version: versionOf(stats),
  };
}

export function versionOf({ ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [ino, size, mtimeNs, ctimeNs].join('-');
}
