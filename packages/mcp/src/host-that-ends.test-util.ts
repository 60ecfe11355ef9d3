// A program that uses a server and ends without a word to it, in the way that its argument says.
import process from 'node:process';
import { mcpServer } from './client/mcp-server.ts';
import { ours } from './commands.test-util.ts';

const env = { PEGBOARD_ORPHANS: process.env['PEGBOARD_ORPHANS'] ?? '' };
const server = mcpServer({ ...ours('./toy-server.test-util.ts'), env });
await server.info();
const [how] = process.argv.slice(2);
process.stdout.write(`${server.pids()[0]}\n`, () => {
  if (how === 'exit') process.exit(3);
  // With `nothing` the program is over here, and its server does not keep it.
  if (how?.startsWith('SIG')) setInterval(() => undefined, 1_000);
});
