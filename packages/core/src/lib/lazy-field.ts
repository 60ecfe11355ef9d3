const held: unique symbol = Symbol('held');

/**
 * Gives a function that adds a field to an object, which has none of that name: to change one would cost several times as much. Its value is
 * worked out of what the function is given when the field is read; copies by spreading hold the value. One getter serves all objects: what a getter of a literal closes over, V8 keeps until its next collection of everything.
 */
export function lazyField<H>(
  name: string,
  read: (held: H) => unknown,
): <T extends object>(object: T, held: H) => T {
  const field: PropertyDescriptor & ThisType<{ readonly [held]: H }> = {
    enumerable: true,
    get() {
      return read(this[held]);
    },
  };
  return (object, value) => {
    Reflect.defineProperty(object, held, { value });
    return Object.defineProperty(object, name, field);
  };
}
