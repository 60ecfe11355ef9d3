import { report } from './report.ts';

/** What is to be told later, many at once. */
export interface Backlog {
  readonly add: (tell: () => void) => void;
  /** Tells everything, and from now on at once. */
  readonly close: () => void;
}

const most = 64;
const longestMs = 200;

/** Of calls that belong to no run that is seen. */
export const atOnce: Pick<Backlog, 'add'> = { add: attempt };

/** Tells when 64 wait, and 200 ms after the first of them. A process may end before that. */
export function createBacklog(): Backlog {
  let waiting: (() => void)[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOpen = true;
  const empty = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const due = waiting;
    waiting = [];
    due.forEach(attempt);
  };
  return {
    add(tell) {
      if (!isOpen) return attempt(tell);
      waiting.push(tell);
      if (waiting.length >= most) empty();
      else timer ??= startTimer(empty);
    },
    close() {
      isOpen = false;
      empty();
    },
  };
}

function attempt(tell: () => void): void {
  try {
    tell();
  } catch (error) {
    report(error);
  }
}

function startTimer(work: () => void): ReturnType<typeof setTimeout> {
  // Where timers hold up the end of a process they are objects; elsewhere they are numbers.
  const timer: ReturnType<typeof setTimeout> & { readonly unref?: () => void } = setTimeout(work, longestMs);
  timer.unref?.();
  return timer;
}
