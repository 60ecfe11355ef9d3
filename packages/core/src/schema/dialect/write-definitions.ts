import type { JsonObject } from '../../contracts/json.ts';
import { isJsonObject } from '../../lib/json.ts';
import { type Definition, type DialectRun, keeps } from './dialect-run.ts';

type Containers = { readonly [container in Definition['container']]: JsonObject | undefined };

/** The definitions, as members of the root: those that references lead to, and others that the dialect can take as they are. */
export function writeDefinitions(run: DialectRun): Containers {
  for (;;) {
    const open = run.definitions.filter(
      ({ written, used, dropped }) => written === undefined && (used || !dropped),
    );
    const next = open.find(({ used }) => used) ?? open[0];
    if (next === undefined) break;
    if (next.used) writeOne(run, next);
    else tryOne(run, next);
  }
  return { $defs: containerOf(run, '$defs'), definitions: containerOf(run, 'definitions') };
}

function writeOne(run: DialectRun, definition: Definition): void {
  const { container, name, source } = definition;
  // Nothing asks for the owner of a source that is no object.
  const owner = isJsonObject(source) ? source : {};
  const spot = { place: `#/${container}/${name}`, level: 1, owner, active: new Set([owner]) };
  const written = run.write(source, spot);
  // References lead to objects, also when this schema is compiled again.
  definition.written = written === false && isJsonObject(source) && keeps(run, 'not') ? { not: {} } : written;
}

/** Nothing refers to it: where it does not fit it is not missed. */
function tryOne(run: DialectRun, definition: Definition): void {
  const { lossy } = run;
  const [notes, obstacles] = [run.notes.length, run.obstacles.length];
  const unused = run.definitions.filter(({ used }) => !used);
  const known = run.definitions.length;
  run.lossy = false;
  writeOne(run, definition);
  if (run.lossy || run.obstacles.length > obstacles) {
    delete definition.written;
    definition.dropped = true;
    run.notes.length = notes;
    run.obstacles.length = obstacles;
    run.definitions.length = known;
    for (const each of unused) each.used = false;
  }
  run.lossy = lossy;
}

function containerOf(run: DialectRun, container: Definition['container']): JsonObject | undefined {
  const written = run.definitions.filter(
    (each) => each.container === container && each.written !== undefined,
  );
  const original = Object.hasOwn(run.root, container) ? run.root[container] : undefined;
  const kept = !run.inline && keeps(run, container);
  const same =
    kept &&
    isJsonObject(original) &&
    Object.keys(original).length === written.length &&
    written.every(({ name, written: made }) => Object.hasOwn(original, name) && original[name] === made);
  if (written.length === 0 && !same) return undefined;
  return same ? original : Object.fromEntries(written.map(({ name, written: made }) => [name, made]));
}
