/** The packages of Pegboard that a key of a configuration belongs to. They are used without being listed under `plugins`. */
export const sectionPackages: Readonly<Record<string, string>> = {
  commonTools: '@pegboard/common-tools',
  builtinTools: '@pegboard/builtin-tools',
  mcpServers: '@pegboard/mcp',
  langchainTools: '@pegboard/langchain',
  aciTools: '@pegboard/common-tools',
};

/** Other packages of Pegboard that are plugins. */
const otherPackages: readonly string[] = ['@pegboard/toolbox', '@pegboard/otel'];

/** Names that may be meant by a misspelt one, installed or not. */
export function ownPackages(): readonly string[] {
  return [...Object.values(sectionPackages), ...Object.values(providerPackages), ...otherPackages];
}

/** The packages of Pegboard for the first half of `provider/model`. A name that is not here is never looked for. */
export const providerPackages: Readonly<Record<string, string>> = {
  openai: '@pegboard/provider-openai',
  anthropic: '@pegboard/provider-anthropic',
  google: '@pegboard/provider-google',
  ollama: '@pegboard/provider-ollama',
  local: '@pegboard/provider-local',
};
