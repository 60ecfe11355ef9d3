import type { InputRequests } from '@modelcontextprotocol/server';

/** By the names of the questions. */
export type TaskAnswers = Readonly<Record<string, unknown>>;

/** What a task asks its client. */
export interface TaskQuestions {
  /** Resolves when all of them are answered. */
  readonly ask: (requests: InputRequests) => Promise<TaskAnswers>;
  /** What was not asked, or is answered already, is left out. Whether anything was new. */
  readonly answer: (responses: TaskAnswers) => boolean;
  /** Undefined when none is open. */
  readonly open: () => InputRequests | undefined;
}

interface Round {
  readonly open: Map<string, InputRequests[string]>;
  readonly answers: Record<string, unknown>;
  readonly prefix: string;
  readonly resolve: (answers: TaskAnswers) => void;
}

export function createTaskQuestions(): TaskQuestions {
  let rounds = 0;
  let round: Round | undefined;
  return {
    ask: (requests) =>
      new Promise((resolve) => {
        // A name stands for one question in the whole life of a task, and a tool may ask again under the same.
        const prefix = `${++rounds}.`;
        const open = Object.entries(requests).map(([name, request]) => [prefix + name, request] as const);
        round = { open: new Map(open), answers: {}, prefix, resolve };
      }),
    answer(responses) {
      if (!round) return false;
      const { open, answers, prefix, resolve } = round;
      const before = open.size;
      for (const [name, response] of Object.entries(responses))
        if (open.delete(name)) answers[name.slice(prefix.length)] = response;
      if (open.size === 0) {
        round = undefined;
        resolve(answers);
      }
      return open.size < before;
    },
    open: () => round && Object.fromEntries(round.open),
  };
}
