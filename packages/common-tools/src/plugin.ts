export { plugin } from './common-tools-plugin.ts';
