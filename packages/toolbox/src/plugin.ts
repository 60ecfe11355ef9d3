export { plugin } from './toolbox-plugin.ts';
