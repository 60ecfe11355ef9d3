export { askClient } from '../server/ask-client.ts';
export { serveTools } from '../server/serve-tools.ts';

export type { AskContext, ClientAnswer, ClientQuestion, ElicitAnswer } from '../server/ask-client.ts';
export type { McpCaller, McpCallerAuth } from '../server/mcp-caller.ts';
export type { HttpOptions, ServeOptions } from '../server/serve-options.ts';
export type { TaskOptions } from '../server/task-options.ts';
export type { ToolServer } from '../server/serve-tools.ts';
export type {
  Completer,
  ResourceBody,
  Served,
  ServedArgument,
  ServedContext,
  ServedMessage,
  ServedPrompt,
  ServedResource,
  ServedResourceTemplate,
} from '../server/served-content.ts';
export type { ServedSource } from '../server/served-tools.ts';
