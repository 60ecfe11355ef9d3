import type { RunState } from '../contracts/run-state.ts';
import { ConfigError } from '../errors/config-error.ts';
import { canonicalJson } from '../lib/canonical-json.ts';
import { toHex, webCrypto } from '../lib/web-crypto.ts';
import { invalidState } from './invalid-state.ts';

/** The seal of a state: an HMAC-SHA-256 over all of it, whatever the order of its keys. Throws `ConfigError` without Web Crypto. */
export async function sealOf(state: RunState, key: string): Promise<string> {
  const bytes = new Uint8Array(await subtle().sign('HMAC', await keyOf(key), textOf(state)));
  return toHex(bytes);
}

/** Throws `ConfigError` unless the state bears the seal that this key gives it. */
export async function checkSeal(state: RunState, key: string): Promise<void> {
  const bytes = Uint8Array.from(state.seal?.match(/[\da-f]{2}/g) ?? [], (pair) => Number.parseInt(pair, 16));
  if (await subtle().verify('HMAC', await keyOf(key), bytes, textOf(state))) return;
  throw invalidState(
    'The seal of this run state is not right',
    state.seal === undefined ? 'it bears none' : 'the state was changed, or sealed with another key',
    'Resume with the state as the run gave it, and with the same sealKey',
  );
}

function subtle(): SubtleCrypto {
  const subtleCrypto = webCrypto();
  if (subtleCrypto) return subtleCrypto;
  throw new ConfigError({
    what: 'A run state cannot be sealed here',
    evidence: 'this platform has no Web Crypto, or the page is not served over HTTPS',
    fix: 'Leave out sealKey and treat states as trusted input only',
  });
}

function keyOf(key: string): Promise<CryptoKey> {
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  return subtle().importKey('raw', new TextEncoder().encode(key), hmac, false, ['sign', 'verify']);
}

function textOf(state: RunState): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(canonicalJson({ ...state, seal: undefined }));
}
