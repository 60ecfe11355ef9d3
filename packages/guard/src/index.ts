export { isPublicAddress } from './address/classify-address.ts';
export { guardedFetch } from './fetch/guarded-fetch.ts';
export { resolveMedia } from './media/resolve-media.ts';
export { sniffMedia } from './media/sniff-media.ts';
export { compileGlobs } from './paths/compile-globs.ts';
export { confine } from './paths/confine.ts';
export { checkUrl } from './rules/check-url.ts';

export type { GuardOptions, Lookup } from './fetch/guard-options.ts';
export type { MediaOptions, ResolvedMedia } from './media/resolve-media.ts';
export type { GlobOptions } from './paths/compile-globs.ts';
export type {
  ConfinedFolder,
  ConfineOptions,
  EntryInfo,
  EntryWalkOptions,
  MoveOptions,
  ReadOptions,
  RemoveOptions,
  WalkedEntry,
  WriteOptions,
} from './paths/confined-folder.ts';
export type { UrlRules } from './rules/url-rules.ts';
