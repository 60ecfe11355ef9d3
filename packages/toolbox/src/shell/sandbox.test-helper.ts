import { spawnSync } from 'node:child_process';

/** What tests that need it say in their names. */
export const needsSandbox = 'needs bubblewrap (apt-get install bubblewrap) and user namespaces';

const program = 'bwrap';

/** Whether commands can be run in a sandbox here. Tests that need one are skipped otherwise. */
export const hasSandbox: boolean =
  spawnSync(program, ['--unshare-user', '--unshare-pid', '--ro-bind', '/', '/', 'true']).status === 0;
