import { builtinModules } from 'node:module';
import { arrowOf, fits } from './document.mjs';
import { findCycles } from './cycles.mjs';
import { countValueExports, isTest } from './source-file.mjs';
import { resolveInside } from './tree.mjs';

const SCOPE = '@pegboard/';
const MAX_LINES = 400;
const MAX_ROOT_VALUES = 30;
/** The one place where portable code may touch Node: chosen by core's `imports` condition. */
const NODE_FILES = new Set(['core/wire/http-node.ts']);

const ours = (specifier) =>
  specifier.startsWith(SCOPE) ? specifier.slice(SCOPE.length).split('/')[0] : undefined;
const isNodeBuiltin = (specifier) =>
  specifier.startsWith('node:') || builtinModules.includes(specifier.split('/')[0]);

function* filesOf(pkg) {
  for (const [path, file] of pkg.files)
    yield { path, file, test: isTest(path), at: `${pkg.label}/src/${path}` };
}

function* floors(pkg, { floors: floorOf }) {
  if (pkg.name !== 'core') return;
  for (const { path, file, test, at } of filesOf(pkg)) {
    if (test || pkg.doors.has(path)) continue;
    const folder = path.split('/')[0];
    if (folder === 'doors') continue;
    if (!floorOf.has(folder)) {
      yield `${at}: ${path.includes('/') ? `folder ${folder}/` : 'a file directly in src/'} is on no floor. Move it to a folder of the floors table in ARCHITECTURE.md.`;
      continue;
    }
    for (const { specifier, line } of file.imports) {
      for (const target of resolveInside(pkg, path, specifier)) {
        const other = target.split('/')[0];
        if (floorOf.get(other) > floorOf.get(folder)) {
          yield `${at}:${line}: ${folder}/ (floor ${floorOf.get(folder)}) imports ${other}/ (floor ${floorOf.get(other)}). Import your own floor or lower: move what is shared down, or take it as an argument.`;
        }
      }
    }
  }
}

function* doors(pkg) {
  for (const { path, file, test, at } of filesOf(pkg)) {
    if (pkg.doors.has(path) || path.startsWith('doors/')) {
      for (const { node, line } of file.body) {
        if (node.type === 'ExportNamedDeclaration' && node.source) continue;
        const what = node.type === 'ExportAllDeclaration' ? '`export *`' : 'more than names';
        yield `${at}:${line}: a door holds ${what}. Doors only list names: export { a, type B } from './file.ts'.`;
      }
    } else if (!test) {
      for (const { specifier, line } of file.imports) {
        const door = resolveInside(pkg, path, specifier).find((target) => pkg.doors.has(target));
        if (door || ours(specifier) === pkg.name) {
          yield `${at}:${line}: imports the door ${specifier}. Import the file that defines the name.`;
        }
      }
    }
  }
  const root = pkg.files.get('index.ts');
  const values = root ? countValueExports(root) : 0;
  if (pkg.name === 'core' && values > MAX_ROOT_VALUES) {
    yield `${pkg.label}/src/index.ts: exports ${values} values, at most ${MAX_ROOT_VALUES} are allowed. Move the less common ones to another door.`;
  }
}

function* arrows(pkg, { arrows: rows }) {
  const row = arrowOf(rows, pkg.name);
  if (!row) {
    yield `${pkg.label}: no row of the arrows table in ARCHITECTURE.md covers this package. Add one.`;
    return;
  }
  const allowed = new Set([...row.targets, pkg.name]);
  const inTests = (name) => row.tests.some((pattern) => fits(name, pattern));
  const advice = `Take it as an argument, or change the arrows table in ARCHITECTURE.md with a reason.`;
  for (const field of ['dependencies', 'peerDependencies', 'optionalDependencies', 'devDependencies']) {
    for (const name of Object.keys(pkg.manifest[field] ?? {}).map(ours)) {
      if (name === 'testing')
        yield `${pkg.label}/package.json: ${field} names testing. Tests reach it through the source alias; remove the entry.`;
      else if (name === 'core' && field === 'dependencies')
        yield `${pkg.label}/package.json: core must be a peerDependency, so that one copy is installed.`;
      else if (name && !allowed.has(name) && !(field === 'devDependencies' && inTests(name)))
        yield `${pkg.label}/package.json: ${field} names ${name}, which this package may not depend on. ${advice}`;
    }
  }
  for (const { path, file, test, at } of filesOf(pkg)) {
    for (const { specifier, line } of file.imports) {
      const name = ours(specifier);
      if (name === 'testing' && pkg.name !== 'testing') {
        if (!test) yield `${at}:${line}: imports testing outside a test. Only *.test.ts files may.`;
      } else if (name && !allowed.has(name) && !(test && inTests(name))) {
        yield `${at}:${line}: imports ${name}, which this package may not depend on. ${advice}`;
      } else if (specifier.startsWith('.') && resolveInside(pkg, path, specifier)[0].startsWith('..')) {
        yield `${at}:${line}: imports ${specifier} from outside the package. Import other packages by name.`;
      }
    }
  }
}

function* portability(pkg, { arrows: rows }) {
  if (!arrowOf(rows, pkg.name)?.portable) return;
  for (const { path, file, test, at } of filesOf(pkg)) {
    if (test || NODE_FILES.has(`${pkg.name}/${path}`)) continue;
    for (const { specifier, line } of file.imports.filter((entry) => isNodeBuiltin(entry.specifier))) {
      yield `${at}:${line}: imports ${specifier}, but this package runs in workers and browsers too. Use web APIs, or take it as an argument.`;
    }
  }
}

function* cycles(pkg) {
  const graph = new Map();
  for (const [path, file] of pkg.files) {
    const targets = file.imports.flatMap(({ specifier }) => resolveInside(pkg, path, specifier));
    graph.set(path, new Set(targets.filter((target) => pkg.files.has(target))));
  }
  for (const cycle of findCycles(graph)) {
    yield `${pkg.label}/src: import cycle ${[...cycle, cycle[0]].join(' → ')}. Move what they share into a file of its own.`;
  }
}

function* style(pkg) {
  for (const { path, file, test, at } of filesOf(pkg)) {
    for (const problem of file.problems) yield `${at}: does not parse: ${problem}`;
    if (!path.split('/').every((part) => /^[a-z0-9]+(-[a-z0-9]+)*(\.test(-[a-z]+)?)?(\.ts)?$/.test(part))) {
      yield `${at}: file and folder names are kebab-case.`;
    }
    if (test) continue;
    if (file.lines > MAX_LINES)
      yield `${at}: ${file.lines} lines, at most ${MAX_LINES} are allowed. Split it along a concept.`;
    for (const line of file.bareErrors)
      yield `${at}:${line}: bare Error. Use an error class with a code from core.`;
    for (const line of file.consoles)
      yield `${at}:${line}: uses console. Library code reports through events and errors.`;
  }
}

const RULES = [floors, doors, arrows, portability, cycles, style];

/** Every violation in the tree, as one line that says where it is and what to do. */
export function findViolations(tree, architecture) {
  return [...new Set(tree.flatMap((pkg) => RULES.flatMap((rule) => [...rule(pkg, architecture)])))];
}
