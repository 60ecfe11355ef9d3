// Starts two tools that never end, and sends the ids of their processes.
import { subscribe } from 'node:diagnostics_channel';
import { queryCsv, runJavascript } from '@pegboard/toolbox';

subscribe('child_process', (message) => {
  // What Node tells on this channel.
  const child = (message as { process: { pid?: number; once(event: 'spawn', listener: () => void): void } })
    .process;
  child.once('spawn', () => process.send?.(child.pid));
});
const ctx = { signal: new AbortController().signal } as never; // the tools use nothing else of it
const sql = 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT COUNT(*) FROM c';
const table = { text: 'a', sql, delimiter: ',', header: true, limit: 1 };
void queryCsv({ timeoutMs: 600_000 }).execute?.(table as never, ctx);
void runJavascript({ computeMs: 600_000 }).execute?.({ code: 'while (true) {}' } as never, ctx);
