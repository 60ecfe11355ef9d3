import type { Server, ServerContext, StandardSchemaV1 } from '@modelcontextprotocol/server';
import { isJsonObject } from '@pegboard/core/provider';
import { refused } from './refused.ts';
import type { Task } from './task.ts';
import type { TaskDesk } from './task-desk.ts';
import { knowsTasks, missingTasks, ownerOf } from './tasks-extension.ts';

const params: StandardSchemaV1<unknown, { readonly taskId: string }> = {
  '~standard': {
    version: 1,
    vendor: 'pegboard',
    validate(value) {
      const taskId = isJsonObject(value) ? value['taskId'] : undefined;
      return typeof taskId === 'string'
        ? { value: { taskId } }
        : { issues: [{ message: 'taskId is no text' }] };
    },
  },
};

/** Answers requests about tasks. */
export function serveTasks(server: Server, desk: TaskDesk, connection: string): void {
  const answer = (method: string, work: (task: Task, ctx: ServerContext) => object): void =>
    server.setRequestHandler(method, { params }, ({ taskId }, ctx) => {
      if (!knowsTasks(ctx)) throw missingTasks(`${method} is about tasks`);
      const task = desk.find(taskId, ownerOf(ctx, connection));
      if (!task) throw refused('There is no such task, or it was kept long enough');
      return { ...work(task, ctx) };
    });
  answer('tasks/get', (task) => task.details());
  answer('tasks/update', (task, { mcpReq }) => {
    if (!mcpReq.inputResponses) throw refused('inputResponses is missing');
    task.answer(mcpReq.inputResponses);
    return {};
  });
  answer('tasks/cancel', (task) => {
    task.end({ status: 'cancelled' });
    return {};
  });
}
