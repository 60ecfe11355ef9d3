export { local, type LocalOptions } from './provider.ts';
