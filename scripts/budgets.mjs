// Measures what Pegboard weighs and fails when a number is over its budget. Needs the built and packed packages.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { linkPackages, mustRun, packedPackages } from './lib/workspace.mjs';

const WORK = '.cache/budgets';
const KB = 1000;

const app = "import { Agent, defineTool } from '@pegboard/core';\nglobalThis.app = [Agent, defineTool];\n";
const withProvider = `import { openai } from '@pegboard/provider-openai';\n${app}globalThis.app.push(openai);\n`;

/** Bytes, gzipped, of what loads first and of what can be loaded later, when an app with one tool is bundled with splitting. */
async function bundle(platform, contents = app) {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: WORK, sourcefile: 'app.js' },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform,
    outdir: join(WORK, 'out'),
    metafile: true,
    write: false,
    logLevel: 'error',
  });
  const gzipped = new Map(
    outputFiles.map(({ path, contents: bytes }) => [path, gzipSync(bytes, { level: 9 }).length]),
  );
  const sizeOf = (output) => [...gzipped].find(([path]) => path.replaceAll('\\', '/').endsWith(output))[1];
  const reach = (kinds, output, reached = new Set()) => {
    if (reached.has(output)) return reached;
    reached.add(output);
    for (const { path, kind, external } of metafile.outputs[output].imports) {
      if (!external && kinds.includes(kind)) reach(kinds, path, reached);
    }
    return reached;
  };
  const bytes = (outputs) => [...outputs].reduce((sum, output) => sum + sizeOf(output), 0);
  const entry = Object.keys(metafile.outputs).find(
    (output) =>
      metafile.outputs[output].entryPoint === 'app.js' ||
      metafile.outputs[output].entryPoint?.endsWith('/app.js'),
  );
  // Files that esbuild writes for code which nothing here uses, such as a registry's, are not reached.
  const initial = bytes(reach(['import-statement'], entry));
  return {
    initial,
    lazy: bytes(reach(['import-statement', 'dynamic-import'], entry)) - initial,
    modules: Object.keys(metafile.inputs).length - 1,
  };
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Packages and bytes that npm puts on disk for core and one provider. */
function install(names) {
  const folder = mkdtempSync(join(tmpdir(), 'pegboard-budget-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const tarballs = packedPackages()
    .filter(({ name }) => names.includes(name))
    .map(({ tarball }) => tarball);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  mustRun('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...tarballs], {
    cwd: folder,
    advice: 'Core and a provider must install alone.',
  });
  const lock = JSON.parse(readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8'));
  const bytes = filesIn(join(folder, 'node_modules')).reduce((sum, file) => sum + statSync(file).size, 0);
  return { packages: Object.keys(lock.packages).length, bytes };
}

/** Type instantiations of a program that defines a hundred tools with four fields each. */
function typeInstantiations() {
  const tools = Array.from(
    { length: 100 },
    (_, index) => `export const tool${index} = defineTool({
  name: 'tool_${index}',
  description: 'Tool ${index}',
  input: z.object({ city: z.string(), days: z.number().optional(), unit: z.enum(['c', 'f']), tags: z.array(z.string()) }),
  execute: async ({ city, days, unit, tags }) => [city, days ?? ${index}, unit, tags.length].join(' '),
});`,
  );
  const header = "import { defineTool } from '@pegboard/core';\nimport * as z from 'zod';\n";
  writeFileSync(join(WORK, 'tools.ts'), `${header}${tools.join('\n')}\n`);
  const compilerOptions = { noEmit: true, customConditions: [], paths: {}, declaration: false };
  const config = { extends: '../../tsconfig.base.json', compilerOptions, files: ['tools.ts'] };
  writeFileSync(join(WORK, 'tsconfig.json'), JSON.stringify(config));
  const output = mustRun('tsc', ['-p', WORK, '--extendedDiagnostics', '--singleThreaded'], {
    advice: 'A plain tool no longer compiles.',
  });
  return Number(/^Instantiations:\s+(\d+)/m.exec(output)[1]);
}

/** Milliseconds that the import of a package takes in a fresh process: the median of nine. */
function importMs(name) {
  const code = `const t = performance.now(); await import('${name}'); console.log(performance.now() - t);`;
  writeFileSync(join(WORK, 'import.mjs'), code);
  const times = Array.from({ length: 9 }, () =>
    Number(mustRun(process.execPath, [join(WORK, 'import.mjs')], { advice: 'Build first: pnpm build' })),
  );
  return times.toSorted((a, b) => a - b)[4];
}

/** Files that `import '@pegboard/toolbox'` loads, those of core left out. Counted: most of what an import takes goes by their number. */
function toolboxFiles() {
  const code = `import { registerHooks } from 'node:module';
let files = 0;
registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:') && !/\\/packages\\/core\\/dist\\//.test(url)) files += 1;
    return next(url, context);
  },
});
await import('@pegboard/toolbox');
console.log(files);`;
  writeFileSync(join(WORK, 'toolbox.mjs'), code);
  return Number(
    mustRun(process.execPath, [join(WORK, 'toolbox.mjs')], { advice: 'Build first: pnpm build' }),
  );
}

/** Bytes and promises that a step of a run and a delta of a text allocate. Counted: they come out the same on any machine. */
function allocations() {
  const script = resolve('scripts/allocations/count.mjs');
  const flags = ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256'];
  const output = mustRun(process.execPath, [...flags, script], {
    cwd: WORK,
    advice: 'A run against a stand-in host failed.',
  });
  return JSON.parse(output);
}

rmSync(WORK, { recursive: true, force: true });
mkdirSync(WORK, { recursive: true });
writeFileSync(join(WORK, 'package.json'), '{ "type": "module" }');
linkPackages(WORK);

const web = await bundle('browser');
const node = await bundle('node');
const whole = await bundle('browser', withProvider);
const installed = install(['@pegboard/core', '@pegboard/provider-openai']);
const allocated = allocations();
const kb = (bytes) => `${(bytes / KB).toFixed(2)} kB`;
const count = (number) => number.toLocaleString('en');
const ms = (time) => `${time.toFixed(1)} ms`;

const rows = [
  { what: 'first chunk, gzip, browser', value: web.initial, limit: 25 * KB, show: kb },
  { what: 'first chunk, gzip, Node', value: node.initial, limit: 25 * KB, show: kb },
  { what: 'loaded on demand, gzip, browser', value: web.lazy, limit: 60 * KB, show: kb },
  { what: 'loaded on demand, gzip, Node', value: node.lazy, limit: 60 * KB, show: kb },
  { what: 'first chunk with openai(), gzip, browser', value: whole.initial, limit: 64 * KB, show: kb },
  { what: 'modules of Agent + defineTool', value: Math.max(web.modules, node.modules), show: count },
  { what: 'packages: core + provider-openai', value: installed.packages, limit: 4, show: count },
  { what: 'on disk: core + provider-openai', value: installed.bytes, limit: 1500 * KB, show: kb },
  { what: 'type instantiations, 100 tools', value: typeInstantiations(), limit: 45_000, show: count },
  { what: 'allocated per step', value: allocated.bytesPerStep, limit: 112 * KB, show: kb },
  { what: 'allocated per text delta', value: allocated.bytesPerDelta, limit: 1 * KB, show: kb },
  { what: 'kept of a step, 2 young collections', value: allocated.keptPerStep, limit: 1 * KB, show: kb },
  { what: 'the same of a streamed step', value: allocated.keptPerStreamedStep, limit: 1 * KB, show: kb },
  { what: 'promises per step', value: allocated.promisesPerStep, limit: 64, show: (each) => each.toFixed(1) },
  {
    what: 'promises per text delta',
    value: allocated.promisesPerDelta,
    limit: 0.2,
    show: (each) => each.toFixed(2),
  },
  { what: 'files imported with toolbox', value: toolboxFiles(), limit: 7, show: count },
  { what: 'import of core, median', value: importMs('@pegboard/core'), show: ms },
  { what: 'import of toolbox, median', value: importMs('@pegboard/toolbox'), show: ms },
];

for (const { what, value, limit, show } of rows) {
  const verdict = limit === undefined ? '' : `${value > limit ? 'OVER' : 'of'} ${show(limit)}`;
  console.log(`${what.padEnd(38)}${show(value).padStart(12)}  ${verdict}`);
}
const over = rows.filter(({ value, limit }) => value > limit);
if (over.length > 0) {
  const names = over.map(({ what }) => what).join('; ');
  console.error(`\nOver budget: ${names}. Load it lazily, drop it, or take it as an argument.`);
  process.exit(1);
}
