// Looks at the tarballs as registries and resolvers do: publint, are-the-types-wrong, and no condition that points at sources.
import { mustRun, packedPackages } from './lib/workspace.mjs';

const packages = packedPackages();
for (const { name, folder, manifest, tarball } of packages) {
  if (
    /"@pegboard\/source"|"\.\/src\/|"workspace:|"catalog:/.test(
      JSON.stringify({ ...manifest, devDependencies: {} }),
    )
  ) {
    console.error(
      `${name}: the published package.json still has a source condition, a path in src/, or a workspace range.\n` +
        `Mirror exports and imports without the source condition in publishConfig of ${folder}/package.json.`,
    );
    process.exit(1);
  }
  const advice = `The exports or files of ${folder}/package.json do not fit what is packed.`;
  mustRun('publint', ['run', '--strict', tarball], { advice });
  mustRun('attw', ['--profile', 'esm-only', '--no-emoji', '--no-color', tarball], { advice });
}
console.log(`${packages.length} packages pass publint and are-the-types-wrong.`);
