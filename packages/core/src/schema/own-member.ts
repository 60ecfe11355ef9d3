/** The own member of an object or array; undefined for anything else, inherited names included. */
export function ownMember(container: unknown, key: PropertyKey): unknown {
  const owned = typeof container === 'object' && container !== null && Object.hasOwn(container, key);
  return owned ? Reflect.get(container, key) : undefined;
}
