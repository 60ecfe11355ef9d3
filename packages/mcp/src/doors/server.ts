export { serveTools } from '../server/serve-tools.ts';

export type { HttpOptions } from '../server/http-handler.ts';
export type { McpCaller, McpCallerAuth, ServeOptions, ToolServer } from '../server/serve-tools.ts';
export type { ServedSource } from '../server/served-tools.ts';
