// What a child process runs: see `isolate.ts` for the other end.
import { serveChild } from './serve-child.ts';

serveChild(process);
