// For Node, Bun and Deno: prints the facts. The process has to end by itself.
import { argv } from 'node:process';
import { smoke } from './smoke.mjs';

console.log(JSON.stringify(await smoke({ baseURL: argv[2] })));
