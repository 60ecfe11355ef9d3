import { isPegboardError, type PegboardError } from '@pegboard/core';
import { failure, nameOf } from '../refusal.ts';
import type { GuardSettings } from './guard-options.ts';

/** What went wrong before the head of an answer was there. */
export function toSendError(error: unknown, url: URL, { maxHeaderBytes }: GuardSettings): PegboardError {
  if (isPegboardError(error)) return error;
  const code = codeOf(error);
  if (code === 'HPE_HEADER_OVERFLOW') {
    return failure('invalid-response', {
      what: `${nameOf(url)} sent more headers than are read`,
      evidence: `The limit is ${maxHeaderBytes} bytes`,
      fix: 'Raise maxHeaderBytes if this host needs it',
    });
  }
  if (code.startsWith('HPE_')) {
    return failure('invalid-response', {
      what: `${nameOf(url)} does not speak HTTP`,
      evidence: code,
      fix: 'Check scheme and port',
    });
  }
  return failure('network', {
    what: `${nameOf(url)} could not be reached`,
    evidence: code || 'The connection was closed before the answer',
    fix: isCertificate(code) ? 'The certificate must be valid; `ca` adds one of your own' : 'Try again later',
    cause: error,
  });
}

/** What went wrong while a body was read. */
export function toBodyError(error: unknown, url: URL): PegboardError {
  if (isPegboardError(error)) return error;
  const code = codeOf(error);
  // Of zlib, zstd and Brotli; Z_BUF_ERROR says that the end is missing.
  const isBroken = /^(Z_(?!BUF_ERROR)|ZSTD_|ERR__|ERR_BROTLI)/.test(code);
  return failure(isBroken ? 'invalid-response' : 'truncated', {
    what: isBroken
      ? `The body of ${nameOf(url)} cannot be decompressed`
      : `${nameOf(url)} broke off its answer`,
    evidence: code || 'The connection was closed in the middle of the body',
    fix: 'Try again later',
    cause: error,
  });
}

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' ? code : '';
}

function isCertificate(code: string): boolean {
  return code.includes('CERT') || code.includes('SIGNATURE') || code === 'ERR_TLS_CERT_ALTNAME_INVALID';
}
