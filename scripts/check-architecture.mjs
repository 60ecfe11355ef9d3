// Holds the sources to the tables of ARCHITECTURE.md: core's floors, the arrows between packages, doors, cycles, portability, style.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readArchitecture } from './architecture/document.mjs';
import { findViolations } from './architecture/rules.mjs';
import { readTree } from './architecture/tree.mjs';

export function checkArchitecture(root) {
  const tree = readTree(root);
  const violations = findViolations(tree, readArchitecture(join(root, 'ARCHITECTURE.md')));
  return { violations, files: tree.reduce((sum, pkg) => sum + pkg.files.size, 0) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { violations, files } = checkArchitecture('.');
  for (const violation of violations) console.error(violation);
  if (violations.length > 0) {
    console.error(`\n${violations.length} violations of ARCHITECTURE.md in ${files} files.`);
    process.exit(1);
  }
  console.log(`The architecture holds in ${files} files.`);
}
