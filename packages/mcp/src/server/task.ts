import type { CallToolResult, InputRequests } from '@modelcontextprotocol/server';
import { createTaskQuestions, type TaskAnswers } from './task-questions.ts';

/** How a task has ended. */
export type TaskEnd =
  | { readonly status: 'completed'; readonly result: CallToolResult }
  | { readonly status: 'failed'; readonly error: TaskError }
  | { readonly status: 'cancelled' };

/** What the call would have been answered with, had it been no task. */
export interface TaskError {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

type Standing =
  | { readonly status: 'working' }
  | { readonly status: 'input_required'; readonly inputRequests: InputRequests }
  | TaskEnd;

/** What is told of each task, in the words of the protocol. */
export interface TaskFacts {
  readonly taskId: string;
  readonly status: Standing['status'];
  readonly statusMessage?: string;
  readonly createdAt: string;
  readonly lastUpdatedAt: string;
  /** Milliseconds from its creation. */
  readonly ttlMs: number;
  readonly pollIntervalMs: number;
}

/** A call that goes on when its request has been answered. */
export interface Task {
  readonly id: string;
  readonly hasEnded: () => boolean;
  /** Whether its client knows how it has ended. */
  readonly isTold: () => boolean;
  readonly facts: () => TaskFacts;
  /** The facts, and what its client has to know besides: open questions, the result. */
  readonly details: () => TaskFacts & Standing;
  readonly say: (message: string) => void;
  /** Resolves when all are answered; never when the task ends before. */
  readonly ask: (requests: InputRequests) => Promise<TaskAnswers>;
  readonly answer: (responses: TaskAnswers) => void;
  /** Counts once. A cancelled task is aborted. */
  readonly end: (end: TaskEnd) => void;
  /** Keeps a task that has not ended for longer: somebody asks about it. */
  readonly touch: () => void;
  /** When it may be forgotten, as `Date.now` tells the time. */
  readonly keptUntil: () => number;
}

export interface TaskTimes {
  readonly ttlMs: number;
  readonly pollIntervalMs: number;
}

/** Characters of a message about how far a task has come. */
const longestMessage = 1_000;

export function createTask(controller: AbortController, { ttlMs, pollIntervalMs }: TaskTimes): Task {
  const taskId = crypto.randomUUID();
  const created = Date.now();
  const questions = createTaskQuestions();
  let updated = created;
  let touched = created;
  let message: string | undefined;
  let ended: TaskEnd | undefined;
  let told = false;

  const update = (words = message): void => {
    message = words?.slice(0, longestMessage);
    updated = touched = Date.now();
  };
  const standing = (): Standing => {
    const inputRequests = questions.open();
    if (ended) return ended;
    return inputRequests ? { status: 'input_required', inputRequests } : { status: 'working' };
  };
  const facts = (): TaskFacts => ({
    taskId,
    status: standing().status,
    ...(message !== undefined && { statusMessage: message }),
    createdAt: new Date(created).toISOString(),
    lastUpdatedAt: new Date(updated).toISOString(),
    ttlMs: touched + ttlMs - created,
    pollIntervalMs,
  });
  return {
    id: taskId,
    hasEnded: () => ended !== undefined,
    isTold: () => told,
    facts,
    details() {
      told = ended !== undefined;
      return { ...facts(), ...standing() };
    },
    say(words) {
      if (!ended) update(words);
    },
    ask(requests) {
      if (!ended) update();
      return questions.ask(requests);
    },
    answer(responses) {
      if (!ended && questions.answer(responses)) update();
    },
    end(end) {
      if (ended) return;
      ended = end;
      update(end.status === 'failed' ? end.error.message : message);
      if (end.status === 'cancelled')
        controller.abort(new DOMException('the task was cancelled', 'AbortError'));
    },
    touch() {
      if (!ended) touched = Date.now();
    },
    keptUntil: () => touched + ttlMs,
  };
}
