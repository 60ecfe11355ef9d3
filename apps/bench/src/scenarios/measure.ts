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

/** Long enough for slow libraries to be compiled, too. */
const warmUpMs = 2500;

/** Does it so many times before anything is measured, as far as time allows: code gets faster for thousands of steps. */
export async function warmUp(times: number, work: () => Promise<unknown>): Promise<void> {
  const end = performance.now() + warmUpMs;
  for (let time = 0; time < times && performance.now() < end; time++) await work();
}
