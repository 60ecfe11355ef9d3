export type { OllamaClient } from './client.ts';
export { ollama, type OllamaOptions } from './provider.ts';
export { readCapabilities } from './read-capabilities.ts';
