// A server for tests whose calls become tasks, at its standard input and output.
import { serveTools } from './server/serve-tools.ts';
import { toys } from './toys.test-util.ts';

const tasks = { pollIntervalMs: 20, required: ['*'] };
await serveTools(toys, { name: 'toys', tasks }).stdio();
