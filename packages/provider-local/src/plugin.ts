export { plugin } from './provider-plugin.ts';
