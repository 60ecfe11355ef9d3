/** Values for objects of others, which nobody else sees. */
export interface SideTable<K extends object, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): void;
}

/**
 * Like a weak map, but the value stands in a private field of the object, so that it goes when the object goes. What a weak map holds, V8
 * takes for reachable in each collection of new objects: a value that leads back to its key lives until the next collection of everything.
 * Copies of an object come without it; frozen objects can have it.
 */
export function createSideTable<K extends object, V>(): SideTable<K, V> {
  class Entry extends Given {
    #value: V;

    constructor(key: K, value: V) {
      super(key);
      this.#value = value;
    }

    static get(key: object): V | undefined {
      return #value in key ? key.#value : undefined;
    }

    static set(key: K, value: V): void {
      if (#value in key) key.#value = value;
      else Reflect.construct(Entry, [key, value]);
    }
  }
  return Entry;
}

/** The constructor gives back its argument: private fields of a class that extends this one are then added to that object. */
// oxlint-disable-next-line typescript/no-extraneous-class -- A function cannot be extended in TypeScript.
class Given {
  constructor(object: object) {
    // oxlint-disable-next-line no-constructor-return -- It is what the class is for.
    return object;
  }
}
