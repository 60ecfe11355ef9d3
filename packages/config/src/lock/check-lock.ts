import { ConfigError, type Hooks } from '@pegboard/core';
import type { Report } from '../load/report.ts';
import { compareLock, formatDifferences } from './compare-lock.ts';
import { currentLock, type LockSource } from './current-lock.ts';
import { lockedTool } from './fingerprint.ts';
import { type Lock, readLock } from './lock-file.ts';

export type LockMode = 'off' | 'warn' | 'enforce';

/** The lock that counts: nothing where it is off. Throws `ConfigError` when one is enforced that is not there. */
export async function lockFor(folder: string, mode: LockMode | undefined): Promise<Lock | undefined> {
  if (mode === 'off') return undefined;
  const lock = await readLock(folder);
  if (lock || mode !== 'enforce') return lock;
  throw new ConfigError({
    what: 'The configuration enforces a lock, and there is none',
    evidence: `no pegboard-lock.json in ${folder}`,
    fix: 'Look at the tools, then write it: pegboard lock',
  });
}

/** Compares the tools with the lock. `enforce` throws `ConfigError` with all that differs; otherwise each difference is reported. */
export async function checkLock(
  source: LockSource,
  lock: Lock,
  mode: LockMode | undefined,
  report: Report,
): Promise<void> {
  const current = await currentLock(source);
  for (const { from, cause } of current.silent) {
    const hint = 'Its tools were not compared with pegboard-lock.json; a run compares them';
    report.add({ about: 'lock', name: from, severity: 'warning', cause, hint });
  }
  // Tools of a server that does not answer are not gone.
  const quiet = new Set(current.silent.map(({ from }) => from));
  const differences = compareLock(lock, current).filter(
    ({ tool, kind }) => kind !== 'removed' || !quiet.has(lock.tools[tool]?.from ?? ''),
  );
  if (differences.length === 0) return;
  if (mode === 'enforce') {
    throw new ConfigError({
      what: 'The tools are not those of pegboard-lock.json',
      evidence: `\n${formatDifferences(differences)}\n(${differences.length} in all)`,
      fix: 'Look at what has changed. If it is meant, write the lock anew: pegboard lock',
    });
  }
  for (const { tool, kind, lines } of differences) {
    report.add({
      about: 'lock',
      name: tool,
      severity: 'warning',
      cause: `${kind}: ${lines.join('; ')}`,
      hint: 'If that is meant, write the lock anew: pegboard lock',
    });
  }
}

/** Fails a run whose tools are not those of the lock: servers may change them at any time. */
export function lockGuard(lock: Lock): Hooks {
  const sound = new WeakSet<object>();
  return {
    name: 'lock',
    turn({ tools }) {
      for (const tool of tools) {
        if (sound.has(tool)) continue;
        const locked = Object.hasOwn(lock.tools, tool.name) ? lock.tools[tool.name] : undefined;
        const now = lockedTool(tool, locked ?? { from: 'this run' });
        if (locked?.fingerprint !== now.fingerprint) throw changed(tool.name, lock, now);
        sound.add(tool);
      }
    },
  };
}

function changed(name: string, lock: Lock, now: Lock['tools'][string]): ConfigError {
  const known = Object.hasOwn(lock.tools, name) ? lock.tools[name] : undefined;
  const one = (tool: typeof now | undefined): Lock => ({ version: 1, tools: tool ? { [name]: tool } : {} });
  return new ConfigError({
    what: 'A tool is not the one of pegboard-lock.json',
    evidence: `\n${formatDifferences(compareLock(one(known), one(now)))}\n(the run ends here)`,
    fix: 'Look at what has changed. If it is meant, write the lock anew: pegboard lock',
  });
}
