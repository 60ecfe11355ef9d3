import { findLocalBin } from './project/find-local-bin.ts';

/** Runs the command line in this process, by the copy of this package that the project has installed, if it has one. */
export async function start(argv: readonly string[]): Promise<void> {
  // A reader that has seen enough, such as `head`, closes the pipe.
  process.stdout.on('error', () => process.exit());
  const local = findLocalBin(process.cwd());
  if (local !== undefined) {
    await import(local);
    return;
  }
  const { shareOwnPackages } = await import('./project/share-own-packages.ts');
  shareOwnPackages();
  const { main } = await import('./main.ts');
  const exitCode = await main(argv);
  // Plugins may leave sockets and timers open, which must not keep the process.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(exitCode)));
}
