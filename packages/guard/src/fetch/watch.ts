import type { GuardSettings } from './guard-options.ts';
import { failure, nameOf } from '../refusal.ts';

/** The time and the signal of one call of fetch. Everything that waits listens to `signal`. */
export interface Watch {
  /** Aborted by the caller, with the caller's reason, or when time is up, with an error of code `timeout`. */
  readonly signal: AbortSignal;
  /** Starts the time to connect; the function that it gives stops it. */
  connecting(url: URL): () => void;
  /** The answer is in the caller's hands: a body that nobody reads must not keep the process alive. */
  release(): void;
  /** The call is over: no timer and no listener stays. */
  end(): void;
}

type Times = Pick<GuardSettings, 'timeoutMs' | 'connectTimeoutMs'>;

/** The most that timers take; beyond it they fire at once. */
const maxTimerMs = 2_147_483_647;

export function createWatch(url: URL, caller: AbortSignal | undefined, times: Times): Watch {
  const { timeoutMs, connectTimeoutMs } = times;
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(caller?.reason);
  const after = (
    ms: number | false,
    what: string,
    option: string,
  ): ReturnType<typeof setTimeout> | undefined => {
    if (ms === false) return undefined;
    const story = { what, evidence: `The limit is ${ms} ms`, fix: `Try again later, or raise ${option}` };
    return setTimeout(() => controller.abort(failure('timeout', story)), Math.min(ms, maxTimerMs));
  };
  caller?.addEventListener('abort', onAbort, { once: true });
  const total = after(timeoutMs, `${nameOf(url)} did not finish its answer in time`, 'timeoutMs');
  const end = (): void => {
    clearTimeout(total);
    caller?.removeEventListener('abort', onAbort);
  };
  controller.signal.addEventListener('abort', end, { once: true });
  return {
    signal: controller.signal,
    connecting: (to) => {
      const timer = after(connectTimeoutMs, `${nameOf(to)} took no connection in time`, 'connectTimeoutMs');
      return () => clearTimeout(timer);
    },
    release: () => total?.unref(),
    end,
  };
}
