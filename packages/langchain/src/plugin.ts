export { plugin } from './plugin/langchain-plugin.ts';
