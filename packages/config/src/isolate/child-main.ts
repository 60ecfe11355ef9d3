// What a child process runs: see `isolate.ts` for the other end.
import { Socket } from 'node:net';
import { serveChild } from './serve-child.ts';
import { wireFd } from './wire.ts';

serveChild(new Socket({ fd: wireFd }));
