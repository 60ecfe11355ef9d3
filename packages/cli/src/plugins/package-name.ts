import { usageError } from '../shell/command-error.ts';

/** A package as it is installed: its name, and what is asked of the package manager. */
export interface PackageSpec {
  readonly name: string;
  /** With its version or tag, where one was given. */
  readonly spec: string;
}

const pattern = /^((?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*)(@[\w.^~-]+)?$/i;

/** Reads `acme-weather` or `@acme/weather@1.2.0`. Nothing else is handed to a package manager. */
export function readPackageName(text: string): PackageSpec {
  const [spec, name] = pattern.exec(text) ?? [];
  if (spec !== undefined && name !== undefined) return { name, spec };
  throw usageError(
    'This is no name of a package',
    `got "${text}"`,
    'Write acme-pegboard-weather, @acme/weather@1.2.0, or a file such as ./tools.ts',
  );
}
