// Packs every published package as `pnpm publish` would, into .cache/packs, for the checks that look at what users get.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PACKS, mustRun, publishedPackages } from './lib/workspace.mjs';

rmSync(PACKS, { recursive: true, force: true });
mkdirSync(PACKS, { recursive: true });

const index = publishedPackages().map(({ name, folder, manifest }) => {
  if (!existsSync(`${folder}/dist`)) {
    console.error(`${folder} is not built. Run: pnpm build`);
    process.exit(1);
  }
  const advice = `Look at the files and publishConfig fields of ${folder}/package.json.`;
  mustRun('pnpm', ['pack', '--pack-destination', resolve(PACKS)], { cwd: folder, advice });
  const tarball = `${name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`;
  const published = mustRun('tar', ['-xOf', join(PACKS, tarball), 'package/package.json'], { advice });
  return { name, folder, tarball, manifest: JSON.parse(published) };
});

writeFileSync(join(PACKS, 'index.json'), JSON.stringify(index));
console.log(`Packed ${index.length} packages.`);
