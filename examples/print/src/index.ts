export { createPage } from './page.ts';
export { createPrinter, duration } from './print-event.ts';
export { createTerminal } from './terminal.ts';
export { wrapped } from './wrap-text.ts';

export type { Page } from './page.ts';
