export { isPublicAddress } from './address/classify-address.ts';
export { guardedFetch } from './fetch/guarded-fetch.ts';
export { resolveMedia } from './media/resolve-media.ts';
export { sniffMedia } from './media/sniff-media.ts';
export { compileGlobs } from './paths/compile-globs.ts';
export { confine } from './paths/confine.ts';
export { checkUrl } from './rules/check-url.ts';
export { cleanGuard } from './text/clean-guard.ts';
export { cleanText } from './text/clean-text.ts';
export { findInjections } from './text/find-injections.ts';
export { findPii } from './text/find-pii.ts';
export { findSecrets } from './text/find-secrets.ts';
export { injectionGuard } from './text/injection-guard.ts';
export { piiGuard } from './text/pii-guard.ts';
export { secretGuard } from './text/secret-guard.ts';
export { redact } from './text/text-guard.ts';

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
export type { CleanGuardOptions } from './text/clean-guard.ts';
export type { CleanOptions } from './text/clean-text.ts';
export type { Found } from './text/found.ts';
export type { InjectionKind } from './text/injection-rules.ts';
export type { PiiKind } from './text/pii-rules.ts';
export type { SecretKind } from './text/secret-rules.ts';
export type { Finder, RedactOptions } from './text/text-finder.ts';
export type { TextGuardOptions } from './text/text-guard.ts';
