export interface Cost {
  /** Of the whole process: collecting garbage and compiling are in it. */
  readonly cpuMs: number;
  readonly wallMs: number;
}

/** Milliseconds that some work takes. */
export async function measure(work: () => Promise<unknown>): Promise<Cost> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  return { wallMs: performance.now() - start, cpuMs: cpuMsSince(cpu) };
}

/** Milliseconds of CPU since a reading of `process.cpuUsage()`. */
export function cpuMsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Whoever has waited for its turn finds nothing in the processor's caches: a round goes on for a while before it is measured. */
const catchUpMs = 300;
/** A round ends after this time, or after one run of a slow library. */
const roundMs = 500;

/** The mean cost of one run, of as many as a round has time for. */
export async function measureRound(run: () => Promise<unknown>): Promise<Cost> {
  await repeat(catchUpMs, run);
  return measureRuns(roundMs, run);
}

/** The same of runs in so many milliseconds, without catching up. */
export async function measureRuns(ms: number, run: () => Promise<unknown>): Promise<Cost> {
  let runs = 0;
  const { cpuMs, wallMs } = await measure(async () => {
    runs = await repeat(ms, run);
  });
  return { cpuMs: cpuMs / runs, wallMs: wallMs / runs };
}

/** V8 goes on compiling a loop of some hundred functions for about 30,000 steps; until then a round would measure the compiler. */
const warmUpMs = 6_000;

/** Repeats the work for six seconds, whatever it costs: what is measured then is a server that has been up for a moment. */
export async function warmUp(work: () => Promise<unknown>): Promise<void> {
  await repeat(warmUpMs, work);
}

/** How often that was. */
async function repeat(ms: number, work: () => Promise<unknown>): Promise<number> {
  const end = performance.now() + ms;
  let times = 0;
  do {
    await work();
    times += 1;
  } while (performance.now() < end);
  return times;
}
