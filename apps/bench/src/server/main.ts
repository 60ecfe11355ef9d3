// The stand-in host in a process of its own: it says its port to the parent, or on the standard output.
import type { AddressInfo } from 'node:net';
import { createServer } from './create-server.ts';

const server = createServer();
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  if (process.send) process.send({ port });
  else console.log(`http://127.0.0.1:${port}/steps-3/v1`);
});
process.once('disconnect', () => process.exit());
