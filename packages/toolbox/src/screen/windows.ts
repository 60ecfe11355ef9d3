import { setTimeout as delay } from 'node:timers/promises';
import type { RunClient } from './display.ts';

const everyMs = 100;
const longestMs = 10_000;

/** The windows that are shown, by their numbers. */
export async function listWindows(run: RunClient): Promise<ReadonlySet<string>> {
  // It fails when there are none.
  const found = await run('xdotool', ['search', '--onlyvisible', '--maxdepth', '1', '--name', '.*']).catch(
    () => '',
  );
  return new Set(String(found).split('\n').filter(Boolean));
}

/** Resolves when a window is shown that was not before, when no program runs that could show one, when it takes too long, or at an abort. */
export async function waitForWindow(
  run: RunClient,
  before: ReadonlySet<string>,
  anyRuns: () => boolean,
  signal: AbortSignal,
): Promise<void> {
  const until = performance.now() + longestMs;
  while (anyRuns() && !signal.aborted && performance.now() < until) {
    const now = await listWindows(run);
    if ([...now].some((window) => !before.has(window))) return;
    await delay(everyMs);
  }
}
