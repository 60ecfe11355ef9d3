/**
 * Adds a field to objects whose value is worked out of `held` when it is read; `held` must not lead back to the object. One getter serves
 * them all: what a getter of a literal closes over, V8 keeps until its next collection of everything.
 */
export function lazyField<H>(
  name: string,
  read: (held: H) => unknown,
): <T extends object>(object: T, held: H) => T {
  const table = new WeakMap<object, H>();
  const field: PropertyDescriptor & ThisType<object> = {
    enumerable: true,
    configurable: true,
    get() {
      const held = table.get(this);
      return held && read(held);
    },
  };
  return (object, held) => {
    table.set(object, held);
    return Object.defineProperty(object, name, field);
  };
}
