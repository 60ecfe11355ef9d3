import { fromJsonSchema, type Server, type ServerContext } from '@modelcontextprotocol/server';
import { refused } from './refused.ts';
import type { Task } from './task.ts';
import type { TaskDesk } from './task-desk.ts';
import { knowsTasks, missingTasks, ownerOf } from './tasks-extension.ts';

const params = fromJsonSchema<{ readonly taskId: string }>({
  type: 'object',
  properties: { taskId: { type: 'string' } },
  required: ['taskId'],
});

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
