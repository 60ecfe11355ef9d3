import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { AgentEvent } from '@pegboard/core';
import { isSelected } from '../client/select-names.ts';
import type { CallRequest } from './call-request.ts';
import { answersTo, missingIn } from './open-questions.ts';
import { type Answered, type CallOutcome, type CallScope, cannotAnswer, runCall } from './run-call.ts';
import { isLog, progressReader, sendProgress } from './send-progress.ts';
import type { Task, TaskError } from './task.ts';
import type { TaskDesk } from './task-desk.ts';
import type { TaskCreated } from './task-server.ts';
import { declaredBy, ownerOf } from './tasks-extension.ts';

/** Runs a call that becomes a task when it takes long, or is one from the beginning. */
export async function answerWithTask(
  request: CallRequest,
  desk: TaskDesk,
  answered: Answered | undefined,
): Promise<CallOutcome | TaskCreated> {
  const { ctx, connection, params } = request;
  const { signal } = ctx.mcpReq;
  const controller = new AbortController();
  const leave = (): void => controller.abort(signal.reason);
  const begin = (): Task | undefined => desk.begin(ownerOf(ctx, connection), controller);
  const required = mustBeTask(desk, params.name);
  let task = required ? begin() : undefined;
  if (required && !task) throw noRoom();
  if (signal.aborted) leave();
  signal.addEventListener('abort', leave, { once: true });
  const toRequest = sendProgress(ctx);
  const toTask = hearProgress((words) => task?.say(words));
  const onEvent = (event: AgentEvent): void => (task ? toTask : toRequest)(event);
  const scope: CallScope = { signal: controller.signal, onEvent };
  const first = runCall(request, scope, answered);
  task ??= (await isDoneWithin(first, desk.options.afterMs)) || signal.aborted ? undefined : begin();
  if (!task) return first.finally(() => signal.removeEventListener('abort', leave));
  signal.removeEventListener('abort', leave);
  void carryOut(request, task, scope, first);
  return { ...task.facts(), resultType: 'task' };
}

export function mustBeTask({ options }: TaskDesk, name: string): boolean {
  return isSelected(name, { allow: options.required });
}

/** Leads a task to its end: what it asks is answered by its client. Never rejects. */
async function carryOut(
  request: CallRequest,
  task: Task,
  scope: CallScope,
  first: Promise<CallOutcome>,
): Promise<void> {
  try {
    let outcome = await first;
    while (outcome.questions) {
      const { questions, state } = outcome;
      const lacking = missingIn(questions.requests, declaredBy(request.ctx));
      if (lacking !== undefined)
        return task.end({
          status: 'completed',
          result: cannotAnswer(request.params.name, questions, lacking),
        });
      const responses = await task.ask(questions.requests);
      outcome = await runCall(request, scope, { state, ...answersTo(questions.asked, responses) });
    }
    task.end({ status: 'completed', result: outcome.result });
  } catch (error) {
    task.end({ status: 'failed', error: errorOf(error) });
  }
}

async function isDoneWithin(work: Promise<unknown>, ms: number | false): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<false>((resolve) => {
    if (ms !== false) timer = setTimeout(() => resolve(false), ms);
  });
  const done = work.then(
    () => true,
    () => true,
  );
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}

/** Progress of a task is not sent: whoever asks is told of the last. */
function hearProgress(say: (words: string) => void): (event: AgentEvent) => void {
  const read = progressReader();
  return (event) => {
    if (event.type !== 'tool-progress' || isLog(event.value)) return;
    const { progress, total, message } = read(event.value);
    say(message ?? (total === undefined ? String(progress) : `${progress} of ${total}`));
  };
}

/** As the SDK would have answered the call. */
function errorOf(error: unknown): TaskError {
  const { code, message, data } = Object(error) as {
    readonly code?: unknown;
    readonly message?: unknown;
    readonly data?: unknown;
  };
  return {
    code: Number.isSafeInteger(code) ? Number(code) : ProtocolErrorCode.InternalError,
    message: typeof message === 'string' ? message : 'Internal error',
    ...(data !== undefined && { data }),
  };
}

function noRoom(): ProtocolError {
  return new ProtocolError(
    ProtocolErrorCode.InternalError,
    'There are too many tasks; try again when some of them have ended',
  );
}
