export { plugin } from './otel-plugin.ts';
