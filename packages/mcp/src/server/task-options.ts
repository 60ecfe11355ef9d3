import { checkOptionKinds, type OptionKind } from '@pegboard/core/tools';

/** Calls that are answered with a task, which the client asks about until it has ended. */
export interface TaskOptions {
  /** Milliseconds after which a call that still runs becomes a task; default 5,000. `false`: only the required ones do. */
  readonly afterMs?: number | false;
  /** Tools whose calls are tasks from the beginning, by name or globs such as `report_*`; clients that know no tasks get an error. */
  readonly required?: readonly string[];
  /** Milliseconds for which a task is kept once it has ended, or once nobody asks about it any more: then it is aborted. Default 900,000. */
  readonly ttlMs?: number;
  /** Milliseconds that clients are told to wait between their questions; default 1,000. */
  readonly pollIntervalMs?: number;
  /** How many are kept; default 1,000. Those whose end their client knows make room. A call beyond that is answered when it is done, or refused if it has to be a task. */
  readonly most?: number;
  /** How many that have not ended one caller may have; default 100. Callers whom nobody has authenticated cannot be told apart, and share `most`. */
  readonly mostPerCaller?: number;
}

const known = {
  afterMs: 'countOrFalse',
  required: 'texts',
  ttlMs: 'count',
  pollIntervalMs: 'count',
  most: 'count',
  mostPerCaller: 'count',
} satisfies Record<keyof TaskOptions, OptionKind>;

/** With the defaults; the protocol wants whole milliseconds. Throws `ConfigError`. */
export function readTaskOptions(options: TaskOptions): Required<TaskOptions> {
  checkOptionKinds('tasks', options, known);
  const { afterMs = 5_000, required = [], ttlMs = 900_000, pollIntervalMs = 1_000 } = options;
  const { most = 1_000, mostPerCaller = 100 } = options;
  return {
    afterMs,
    required,
    ttlMs: Math.ceil(ttlMs),
    pollIntervalMs: Math.ceil(pollIntervalMs),
    most,
    mostPerCaller,
  };
}
