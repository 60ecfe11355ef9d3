import { ToolFailure } from '@pegboard/core';
import type { ComputerAction, ComputerView } from '../screen/computer-action.ts';
import type { Screen } from '../screen/open-screen.ts';
import { type ComputerScreenOptions, readScreenOptions } from '../screen/screen-options.ts';

/** What `computerUse` of @pegboard/builtin-tools takes: an executor, and the size of its screen. */
export interface ComputerScreen extends AsyncDisposable {
  readonly execute: (action: ComputerAction, ctx: { readonly signal: AbortSignal }) => Promise<ComputerView>;
  readonly displayWidthPx: number;
  readonly displayHeightPx: number;
  readonly enableZoom: true;
  /** Opens the screen now, and not with the first action. Rejects with what is missing for that. */
  ready(): Promise<void>;
  /** Closes the screen, and ends all that runs on it: the kernel has been told to when it resolves. Again is fine. */
  close(): Promise<void>;
}

/**
 * The local half of the builtin tool `{ type: 'computer' }` of Anthropic: `computerUse(computerScreen({ open: [['xterm']] }))`. By default a screen of
 * its own (Xvfb), opened with the first action, whose programs run in a sandbox. It ends with this program, and does not keep it from ending.
 * Throws `ConfigError` for options that cannot be meant.
 */
export function computerScreen(options: ComputerScreenOptions = {}): ComputerScreen {
  const plan = readScreenOptions(options);
  const { signal } = options;
  let opened: Promise<Screen> | undefined;
  const closed = new AbortController();
  const open = async (): Promise<Screen> => {
    if (closed.signal.aborted) throw new ToolFailure('The screen was closed. Go on without it.');
    const { openScreen } = await import('../screen/open-screen.ts');
    return openScreen(plan, closed.signal);
  };
  const current = async (): Promise<Screen> => {
    opened ??= open();
    const asked = opened;
    const screen = await asked.catch((error: unknown) => {
      if (opened === asked) opened = undefined;
      throw error;
    });
    if (!screen.isGone()) return screen;
    if (opened === asked) opened = screen.close().then(open);
    return current();
  };
  const close = async (): Promise<void> => {
    closed.abort();
    signal?.removeEventListener('abort', onAbort);
    const screen = await opened?.catch(() => undefined);
    await screen?.close();
  };
  const onAbort = (): void => void close().catch(() => undefined);
  if (signal?.aborted) closed.abort();
  signal?.addEventListener('abort', onAbort, { once: true });
  return {
    execute: async (action, { signal: stop }) => (await unlessAborted(current(), stop)).act(action, stop),
    displayWidthPx: plan.width,
    displayHeightPx: plan.height,
    enableZoom: true,
    ready: async () => void (await current()),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** A screen that opens is there for the next action as well; so only the wait for it ends. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
