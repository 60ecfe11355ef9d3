/** A cache of values for objects of others, which nobody else sees. */
export interface SideTable<K extends object, V> {
  get(key: K): V | undefined;
  /** Of all tables together an object holds the newest six values. */
  set(key: K, value: V): void;
}

/**
 * Like a weak map, but the value stands in a private field of the object, so that it goes when the object goes. What a weak map holds, V8
 * takes for reachable in each collection of new objects: a value that leads back to its key lives until the next collection of everything.
 * Copies of an object come without it; frozen objects can have it.
 */
export function createSideTable<K extends object, V>(): SideTable<K, V> {
  const table: SideTable<K, V> = {
    // Only this table's own values are under it.
    get: (key) => noteOf(key, table)?.value as V | undefined,
    set(key, value) {
      const known = noteOf(key, table);
      if (known) known.value = value;
      else Notes.add(key, { table, value });
    },
  };
  return table;
}

interface Note {
  readonly table: object;
  value: unknown;
}

/** Objects may outlive tables: a server makes a provider for each request and keeps its conversations. */
const most = 6;

function noteOf(key: object, table: object): Note | undefined {
  for (const note of Notes.of(key)) if (note.table === table) return note;
  return undefined;
}

/** The constructor gives back its argument: private fields of a class that extends this one are then added to that object. */
// oxlint-disable-next-line typescript/no-extraneous-class -- A function cannot be extended in TypeScript.
class Given {
  constructor(object: object) {
    // oxlint-disable-next-line no-constructor-return -- It is what the class is for.
    return object;
  }
}

class Notes extends Given {
  #notes: readonly Note[] = [];

  static of(key: object): readonly Note[] {
    return #notes in key ? key.#notes : [];
  }

  static add(key: object, note: Note): void {
    const marked = #notes in key ? key : new Notes(key);
    marked.#notes = [...marked.#notes, note].slice(-most);
  }
}
