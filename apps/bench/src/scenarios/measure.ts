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

/** A round of a slow library ends after this time, with fewer runs. */
const roundMs = 400;

/** The mean cost of one of up to so many runs, one after the other. */
export async function measureRuns(most: number, run: () => Promise<unknown>): Promise<Cost> {
  let runs = 0;
  const { cpuMs, wallMs } = await measure(async () => {
    const end = performance.now() + roundMs;
    do {
      await run();
      runs += 1;
    } while (runs < most && performance.now() < end);
  });
  return { cpuMs: cpuMs / runs, wallMs: wallMs / runs };
}

/** V8 goes on compiling a loop of some hundred functions for about 30,000 steps; until then a round would measure the compiler. */
const warmUpMs = 10_000;

/** Repeats the work for ten seconds, whatever it costs: what is measured then is a server that has been up for a moment. */
export async function warmUp(work: () => Promise<unknown>): Promise<void> {
  const end = performance.now() + warmUpMs;
  do await work();
  while (performance.now() < end);
}
