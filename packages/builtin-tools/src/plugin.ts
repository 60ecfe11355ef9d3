export { plugin } from './builtin-tools-plugin.ts';
