export { type Host, openHost } from './host/open-host.ts';
