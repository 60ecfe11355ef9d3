import { conflicts, type Task } from '../tools/execute-parallel.ts';
import { Suspension } from '../errors/tool-signals.ts';

/** What the calls that one tool makes share. */
export interface InnerScope {
  /** Calls that go on. */
  running: number;
  /** A call waits for somebody; the tool is suspended when nothing of it goes on any more. */
  waiting: boolean;
  suspend: (suspension: Suspension) => void;
  /** In the order in which they were made. */
  readonly turns: InnerTurn[];
  /** Calls that really run, and those that may as soon as one of them ends. */
  active: number;
  readonly next: (() => void)[];
}

/** The place of a call among those of its tool. */
export interface InnerTurn {
  /** What it would run, once that is known; a call that is refused runs nothing. */
  task?: Task;
  /** Settles when that is known of this call and of all before it. */
  readonly known: Promise<unknown>;
  readonly tell: () => void;
  over: boolean;
  readonly after: (() => void)[];
}

/** Takes the next turn; the caller ends it. */
export function takeTurn({ turns }: InnerScope): InnerTurn {
  const { promise, resolve } = Promise.withResolvers<void>();
  const known = Promise.all([turns.at(-1)?.known, promise]);
  const turn: InnerTurn = { known, tell: resolve, over: false, after: [] };
  turns.push(turn);
  return turn;
}

/** Runs what a turn has found, after the calls before it that conflict with it, at most `cap` at a time. */
export async function runInTurn(scope: InnerScope, turn: InnerTurn, cap: number): Promise<void> {
  const { task } = turn;
  turn.tell();
  await turn.known;
  for (const earlier of scope.turns) {
    if (earlier === turn || !task) break;
    if (!earlier.over && earlier.task && conflicts(earlier.task, task)) await standBy(scope, earlier.after);
  }
  if (scope.active >= cap) await new Promise<void>((resolve) => scope.next.push(resolve));
  else scope.active++;
  try {
    await task?.run();
  } finally {
    // Whoever is next takes the place.
    const next = scope.next.shift();
    if (next) next();
    else scope.active--;
  }
}

/** Waits for a call that may wait for somebody itself. */
function standBy(scope: InnerScope, after: (() => void)[]): Promise<void> {
  return new Promise((resolve) => {
    after.push(() => {
      scope.running++;
      resolve();
    });
    leave(scope);
  });
}

/** Ends a turn; `over` unless its call waits, which holds back those behind it that conflict. */
export function endTurn(scope: InnerScope, turn: InnerTurn, over: boolean): void {
  turn.tell();
  turn.over = over;
  scope.waiting ||= !over;
  if (over) for (const go of turn.after) go();
  leave(scope);
}

function leave(scope: InnerScope): void {
  if (--scope.running === 0 && scope.waiting) scope.suspend(new Suspension({ waitsFor: 'inner' }));
}
