import { readFileSync } from 'node:fs';

/** The version of this package. */
export const version: string = read();

function read(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const { version: found } = manifest as { readonly version?: string };
  return found ?? '0.0.0';
}
