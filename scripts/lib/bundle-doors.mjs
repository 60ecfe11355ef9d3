// Joins the code of a package's entries into few files, unminified: opening a file costs Node a tenth of a millisecond and more.
import { copyFileSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from 'esbuild';

const shared = {
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'neutral',
  outbase: 'src',
  outdir: 'dist',
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
};

/**
 * Writes what becomes of `sources`, each at its own place in dist/, and the chunks that they share. Of the root door `first`, some of its
 * names, are kept apart from all others, so that a bundler that needs no others finds nothing else in the same files. What is used of the
 * packages in `inline` is taken in, with their licenses.
 */
export async function bundleDoors(sources, { first = [], inline = [] } = {}) {
  const external = otherPackages(inline);
  const root = first.length > 0 ? await splitRoot(first, external) : undefined;
  const plan = {
    ...shared,
    external,
    target: 'esnext',
    chunkNames: 'chunks/[name]-[hash]',
    entryPoints: [
      ...sources.filter((source) => !root || source !== 'src/index.ts'),
      ...Object.keys(root ?? {}).map((name) => ({ in: `part:${name}`, out: `root/${name}` })),
    ],
    plugins: root ? [parts(root)] : [],
  };
  if (root) {
    const { metafile } = await build({ ...plan, write: false });
    plan.plugins.push(together(metafile));
  }
  await build(plan);
  if (root) {
    const lines = Object.entries(root).map(
      ([name, exported]) => `export { ${namesOf(exported).join(', ')} } from './root/${name}.js';\n`,
    );
    writeFileSync('dist/index.js', lines.join(''));
  }
  for (const file of globSync('dist/**/*.js')) {
    // What esbuild adds to keep the order of side effects, of which our modules have none. A bundler would follow it.
    const code = readFileSync(file, 'utf8').replaceAll(/^(import "\.[^"]+";|\/\/ .*)\n/gm, '');
    writeFileSync(file, code);
  }
  for (const name of inline) copyFileSync(`node_modules/${name}/LICENSE`, `dist/LICENSE.${name}`);
}

/** All that the package imports from elsewhere, `inline` left out. */
function otherPackages(inline) {
  const { dependencies = {}, peerDependencies = {} } = JSON.parse(readFileSync('package.json', 'utf8'));
  const names = Object.keys({ ...dependencies, ...peerDependencies }).filter(
    (name) => !inline.includes(name),
  );
  return ['#*', 'node:*', ...names.flatMap((name) => [name, `${name}/*`])];
}

/** The lines of src/index.ts whose modules the first names reach, and the others. */
async function splitRoot(first, external) {
  const contents = `import { ${first.join(', ')} } from './src/index.ts';\nglobalThis.first = [${first.join(', ')}];`;
  const { metafile } = await build({
    ...shared,
    external,
    stdin: { contents, resolveDir: '.' },
    write: false,
  });
  const { outputs } = metafile;
  const reached = new Set();
  const visit = (output) => {
    if (reached.has(output)) return;
    reached.add(output);
    for (const { path, kind, external: isExternal } of outputs[output].imports)
      if (!isExternal && kind === 'import-statement') visit(path);
  };
  visit(Object.keys(outputs).find((output) => outputs[output].entryPoint?.endsWith('<stdin>')));
  const used = [...reached].flatMap((output) =>
    Object.entries(outputs[output].inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0),
  );
  const modules = new Set(used.map(([path]) => relative('src', path)));
  const root = { first: [], rest: [] };
  for (const [line, path] of readFileSync('src/index.ts', 'utf8').matchAll(
    /^export \{[^}]*\} from '\.\/([^']+)';/gm,
  ))
    root[modules.has(path) ? 'first' : 'rest'].push(line);
  return root;
}

function namesOf(lines) {
  return lines.flatMap((line) =>
    /\{([^}]*)\}/
      .exec(line)[1]
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type ')),
  );
}

/** Each part of the root door as a module of its own. */
function parts(root) {
  return {
    name: 'parts',
    setup(builder) {
      builder.onResolve({ filter: /^part:/ }, ({ path }) => ({ path: path.slice(5), namespace: 'part' }));
      builder.onLoad({ filter: /.*/, namespace: 'part' }, ({ path }) => ({
        contents: root[path].join('\n'),
        resolveDir: join(process.cwd(), 'src'),
        loader: 'ts',
      }));
    },
  };
}

/**
 * esbuild writes a file for each set of entries that share some modules. What the first names reach is loaded in any case, so all entries
 * are made to share the whole of it: it becomes one file, where it was twenty.
 */
function together({ outputs }) {
  const entries = new Set(Object.values(outputs).map(({ entryPoint }) => entryPoint));
  return {
    name: 'together',
    setup(builder) {
      builder.onLoad({ filter: /\.ts$/, namespace: 'file' }, ({ path }) => {
        const source = relative(process.cwd(), path);
        if (!entries.has(source)) return undefined;
        return { contents: `${readFileSync(path, 'utf8')}\nimport 'part:first';`, loader: 'ts' };
      });
    },
  };
}
