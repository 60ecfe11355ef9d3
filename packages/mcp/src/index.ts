export { memoryAuthStore } from './auth/auth-store.ts';
export { loopbackRedirect } from './auth/loopback-redirect.ts';
export { oauth } from './auth/oauth.ts';
export { mcpServer } from './client/mcp-server.ts';
export { mcpServers } from './client/mcp-servers.ts';
export { readMcpServers } from './client/read-mcp-servers.ts';
export { askClient } from './server/ask-client.ts';
export { nodeListener } from './server/node-listener.ts';
export { serveTools } from './server/serve-tools.ts';

export type { McpAuthStore } from './auth/auth-store.ts';
export type { LoopbackRedirect } from './auth/loopback-redirect.ts';
export type { McpOAuth } from './auth/oauth.ts';
export type { OAuthOptions } from './auth/oauth-options.ts';
export type { InteractiveProvider } from './auth/oauth-provider.ts';
export type { McpServers } from './client/mcp-servers.ts';
export type { McpServerInfo, McpToolset } from './client/mcp-toolset.ts';
export type {
  McpAuth,
  McpCommonOptions,
  McpDiagnostic,
  McpElicit,
  McpElicitAnswer,
  McpElicitation,
  McpHttpOptions,
  McpLogLevel,
  McpLogMessage,
  McpReconnect,
  McpSampling,
  McpSamplingRequest,
  McpServerOptions,
  McpStdioOptions,
  McpTransportOptions,
} from './client/options.ts';
export type { AskContext, ClientAnswer, ClientQuestion, ElicitAnswer } from './server/ask-client.ts';
export type { McpCaller, McpCallerAuth } from './server/mcp-caller.ts';
export type { HttpOptions, ServeOptions } from './server/serve-options.ts';
export type { TaskOptions } from './server/task-options.ts';
export type { ToolServer } from './server/serve-tools.ts';
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
} from './server/served-content.ts';
export type { ServedSource } from './server/served-tools.ts';
