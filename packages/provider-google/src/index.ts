export type { GoogleClient } from './client.ts';
export { google, type GoogleOptions } from './provider.ts';
