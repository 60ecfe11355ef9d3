// A server for tests, at its standard input and output.
import { serveTools } from './server/serve-tools.ts';
import { toys } from './toys.test-util.ts';

await serveTools(toys, { name: 'toys', version: '1.2.3', instructions: 'Toys for tests.' }).stdio();
