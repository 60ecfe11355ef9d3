// Runs one script and then has nothing more to do.
import { runJavascript } from '@pegboard/toolbox';

const ctx = { signal: new AbortController().signal } as never; // the tool uses nothing else of it
const result: unknown = await runJavascript().execute?.({ code: 'return 1 + 1' } as never, ctx);
process.send?.(result);
// The channel to the test alone would keep it going.
process.channel?.unref();
