export { serveTools } from '../server/serve-tools.ts';

export type { HttpOptions, McpCaller, McpCallerAuth, ServeOptions } from '../server/serve-options.ts';
export type { ToolServer } from '../server/serve-tools.ts';
export type { ServedSource } from '../server/served-tools.ts';
