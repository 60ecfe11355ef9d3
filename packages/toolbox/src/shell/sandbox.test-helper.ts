import { spawnSync } from 'node:child_process';
import { openProcessGroup } from './process-group.ts';

/** What tests that need it say in their names. */
export const needsSandbox = 'needs bubblewrap (apt-get install bubblewrap) and user namespaces';

const program = 'bwrap';

/** Whether commands can be run in a sandbox here. Tests that need one are skipped otherwise. */
export const hasSandbox: boolean =
  spawnSync(program, ['--unshare-user', '--unshare-pid', '--ro-bind', '/', '/', 'true']).status === 0;

const group = openProcessGroup(1);
await group?.close();

/** Whether the kernel holds the number of processes: that of root's only in a control group. */
export const limitsProcesses: boolean = process.getuid?.() !== 0 || group !== undefined;

export const needsGroups = 'needs, for root, control groups that can be written (docker run --privileged)';
