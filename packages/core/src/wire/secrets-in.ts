const secretName = /auth|token|secret|password|api.?key|cookie/i;

/** The texts below members whose names say that they are secret: keys and tokens that a declaration hands to a host. */
export function secretsIn(value: unknown, isSecret = false): readonly string[] {
  if (typeof value === 'string') return isSecret ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    secretsIn(member, isSecret || secretName.test(name)),
  );
}
