export { adaptive } from './adaptive/adaptive.ts';
export { computerUse } from './client-run/computer-use.ts';
export { memory } from './client-run/memory.ts';
export { shell } from './client-run/shell.ts';
export { textEditor } from './client-run/text-editor.ts';
export { codeExecution } from './provider-run/code-execution.ts';
export { fileSearch } from './provider-run/file-search.ts';
export { imageGeneration } from './provider-run/image-generation.ts';
export { mcpServer } from './provider-run/mcp-server.ts';
export { toolSearch } from './provider-run/tool-search.ts';
export { webFetch } from './provider-run/web-fetch.ts';
export { webSearch } from './provider-run/web-search.ts';

export type {
  ComputerAction,
  ComputerExecutor,
  ComputerUseOptions,
  ComputerView,
} from './client-run/computer-use.ts';
export type { MemoryCommand, MemoryExecutor, MemoryOptions } from './client-run/memory.ts';
export type { ShellCommand, ShellExecutor, ShellOptions } from './client-run/shell.ts';
export type { EditorCommand, EditorExecutor, TextEditorOptions } from './client-run/text-editor.ts';
export type { DeclarationOptions } from './declare/declare-builtin.ts';
export type { CodeExecutionOptions } from './provider-run/code-execution.ts';
export type { FileSearchOptions } from './provider-run/file-search.ts';
export type { ImageGenerationOptions } from './provider-run/image-generation.ts';
export type { McpServerOptions } from './provider-run/mcp-server.ts';
export type { ToolSearchOptions } from './provider-run/tool-search.ts';
export type { UserLocation } from './provider-run/user-location.ts';
export type { WebFetchOptions } from './provider-run/web-fetch.ts';
export type { WebSearchOptions } from './provider-run/web-search.ts';
