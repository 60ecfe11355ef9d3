import type { CallRecord } from '../contracts/run-state.ts';
import { canonicalJson } from '../lib/canonical-json.ts';
import { toHex, webCrypto } from '../lib/web-crypto.ts';

/** What an approval holds for: SHA-256 over run, call, tool, version and input. Undefined without Web Crypto. */
export async function approvalDigest(
  runId: string,
  { callId, name, toolVersion, input }: CallRecord,
): Promise<string | undefined> {
  const text = canonicalJson([runId, callId, name, toolVersion ?? null, input ?? {}]);
  const bytes = await webCrypto()?.digest('SHA-256', new TextEncoder().encode(text));
  return bytes && toHex(new Uint8Array(bytes));
}
