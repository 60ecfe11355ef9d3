import { basename, join } from 'node:path';
import { build } from 'esbuild';

/** The modules of a guest, bundled for a runtime without node_modules: name of the file to its code, the guest's own first. */
export async function bundle(project, guest, conditions) {
  const { outputFiles } = await build({
    entryPoints: [join(project, guest)],
    outdir: join(project, 'out'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2024',
    platform: 'browser',
    conditions,
    write: false,
    logLevel: 'silent',
  });
  const files = outputFiles.map((file) => [basename(file.path), file.text]);
  return new Map(files.toSorted(([name]) => (name === guest ? -1 : 1)));
}
