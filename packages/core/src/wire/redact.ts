/** Replaces the known secrets (of four or more characters) and whatever looks like an authorization header by `[redacted]`. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length >= 4) clean = clean.replaceAll(secret, '[redacted]');
  }
  return clean.replace(/\b(Bearer|Basic) [\w.~+/=-]{8,}/gi, '$1 [redacted]');
}
