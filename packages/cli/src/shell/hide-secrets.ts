import { redact } from '@pegboard/core/provider';

const secretName = /(key|token|secret|passw(or)?d|credential)s?(_|$)|(^|_)auth$/i;

/** A text without the values of variables whose names say that they are secret, and without authorization headers. */
export function hideSecrets(text: string, env: Readonly<Record<string, string | undefined>>): string {
  const secrets = Object.entries(env).flatMap(([name, value = '']) =>
    secretName.test(name) && value.length >= 8 ? [value] : [],
  );
  return redact(text, secrets);
}
