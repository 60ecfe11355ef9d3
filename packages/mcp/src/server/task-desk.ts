import { createTask, type Task } from './task.ts';
import { readTaskOptions, type TaskOptions } from './task-options.ts';

/** The tasks of a server. */
export interface TaskDesk {
  readonly options: Required<TaskOptions>;
  /** Undefined: there is no room for another. */
  readonly begin: (owner: TaskOwner, controller: AbortController) => Task | undefined;
  /** A task of this owner; one of somebody else is not there. */
  readonly find: (id: string, owner: TaskOwner) => Task | undefined;
  /** Ends what a connection has begun that is no more. */
  readonly leave: (owner: TaskOwner) => void;
  readonly close: () => void;
}

/** Undefined: somebody over HTTP whom nobody has authenticated. */
export type TaskOwner = string | undefined;

interface Kept {
  readonly task: Task;
  readonly owner: TaskOwner;
  timer?: ReturnType<typeof setTimeout>;
}

/** The longest time that timers know. */
const longestMs = 2_147_483_647;

export function createTaskDesk(given: TaskOptions): TaskDesk {
  const options = readTaskOptions(given);
  const all = new Map<string, Kept>();
  let closed = false;

  const forget = ({ task, timer }: Kept): void => {
    clearTimeout(timer);
    all.delete(task.id);
    task.end({ status: 'cancelled' });
  };
  const watch = (kept: Kept): void => {
    const left = kept.task.keptUntil() - Date.now();
    if (left <= 0) return forget(kept);
    kept.timer = setTimeout(() => watch(kept), Math.min(left, longestMs));
    // A number where there is no Node; there no process stays alive for it either.
    if (typeof kept.timer === 'object') kept.timer.unref();
  };
  const hasRoom = (owner: TaskOwner): boolean => {
    if (closed) return false;
    const own = [...all.values()].filter((kept) => kept.owner === owner && !kept.task.hasEnded());
    if (owner !== undefined && own.length >= options.mostPerCaller) return false;
    if (all.size < options.most) return true;
    const told = [...all.values()].find(({ task }) => task.isTold());
    if (told) forget(told);
    return told !== undefined;
  };
  return {
    options,
    begin(owner, controller) {
      if (!hasRoom(owner)) return undefined;
      const kept: Kept = { task: createTask(controller, options), owner };
      all.set(kept.task.id, kept);
      watch(kept);
      return kept.task;
    },
    find(id, owner) {
      const kept = all.get(id);
      if (!kept || kept.owner !== owner) return undefined;
      kept.task.touch();
      return kept.task;
    },
    leave(owner) {
      for (const kept of all.values()) if (kept.owner === owner) forget(kept);
    },
    close() {
      closed = true;
      for (const kept of all.values()) forget(kept);
    },
  };
}
