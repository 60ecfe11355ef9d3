export { isPublicAddress } from './address/classify-address.ts';
export { guardedFetch } from './fetch/guarded-fetch.ts';
export { resolveMedia } from './media/resolve-media.ts';
export { checkUrl } from './rules/check-url.ts';

export type { GuardOptions, Lookup } from './fetch/guard-options.ts';
export type { MediaOptions, ResolvedMedia } from './media/resolve-media.ts';
export type { UrlRules } from './rules/url-rules.ts';
