import { Suspension } from '../errors/tool-signals.ts';
import type { conflicts, Task } from '../tools/execute-parallel.ts';

/** What the calls that one tool makes share. */
export interface InnerScope {
  /** Ends the tool's attempt. */
  suspend: (suspension: Suspension) => void;
  /** Made with the first call. */
  turns?: InnerTurns;
}

/** What a call would run, with its effects. */
type InnerTask = Omit<Task, 'run'> & { readonly run: () => Promise<unknown> };

/** The place of a call among those of its tool. */
export interface InnerTurn {
  /** What it would run, once that is known; a call that is refused runs nothing. */
  task?: InnerTask;
  /** Settles when that is known of this call and of all before it. */
  readonly known: Promise<unknown>;
  readonly tell: () => void;
  over: boolean;
  readonly after: (() => void)[];
}

/** The calls that a tool makes, scheduled like those of an answer: in order where they conflict, so many at once. */
export class InnerTurns {
  readonly #scope: InnerScope;
  readonly #turns: InnerTurn[] = [];
  readonly #next: (() => void)[] = [];
  /** Calls that go on. */
  #running = 0;
  /** Calls that really run. */
  #active = 0;
  /** A call waits for somebody; the tool is suspended when nothing of it goes on any more. */
  #waiting = false;

  constructor(scope: InnerScope) {
    this.#scope = scope;
  }

  /** Takes the next turn; whoever takes it ends it. */
  take(): InnerTurn {
    const { promise, resolve } = Promise.withResolvers<void>();
    const known = Promise.all([this.#turns.at(-1)?.known, promise]);
    const turn: InnerTurn = { known, tell: resolve, over: false, after: [] };
    this.#turns.push(turn);
    this.#running++;
    return turn;
  }

  /** Runs a task after those before it that conflict with it, at most `cap` at a time. */
  async run(turn: InnerTurn, task: InnerTask, cap: number, clash: typeof conflicts): Promise<void> {
    turn.task = task;
    turn.tell();
    await turn.known;
    for (const earlier of this.#turns) {
      if (earlier === turn) break;
      if (!earlier.over && earlier.task && clash(earlier.task, task)) await this.#standBy(earlier);
    }
    // Whoever ends hands its place on.
    if (this.#active < cap) this.#active++;
    else await new Promise<void>((resolve) => this.#next.push(resolve));
    try {
      await task.run();
    } finally {
      const next = this.#next.shift();
      if (next) next();
      else this.#active--;
    }
  }

  /** Ends a turn; not `over` where its call waits, which holds back those behind it that conflict. */
  end(turn: InnerTurn, over: boolean): void {
    turn.tell();
    turn.over = over;
    this.#waiting ||= !over;
    if (over) for (const go of turn.after) go();
    this.#leave();
  }

  /** Waits for a call that may wait for somebody itself. */
  #standBy({ after }: InnerTurn): Promise<void> {
    return new Promise((resolve) => {
      after.push(() => {
        this.#running++;
        resolve();
      });
      this.#leave();
    });
  }

  #leave(): void {
    if (--this.#running === 0 && this.#waiting) this.#scope.suspend(new Suspension({ waitsFor: 'inner' }));
  }
}
