export { plugin } from './mcp-plugin.ts';
