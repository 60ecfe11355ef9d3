import type { ScriptJob, ScriptMessage } from './script-messages.ts';

/** How a script ends; what it tells after its end does not count. */
export interface ScriptReport {
  hasEnded(): boolean;
  log(line: string): undefined;
  /** `text`: the result as JSON text, empty for `undefined`. */
  done(text: string): void;
  fail(problem: string): void;
}

export function createReport(
  { computeMs, maxOutputChars }: ScriptJob,
  isLate: () => boolean,
  post: (message: ScriptMessage) => void,
): ScriptReport {
  const logs = createLogs(maxOutputChars);
  let ended = false;
  const end = (message: ScriptMessage): void => {
    if (!ended) post(message);
    ended = true;
  };
  const fail = (problem: string): void => {
    const late = `The script worked for more than ${computeMs} ms and was stopped.`;
    end({ type: 'failed', problem: isLate() ? late : problem, logs: logs.lines });
  };
  return {
    hasEnded: () => ended,
    log: logs.add,
    fail,
    done: (text) => {
      if (text.length <= maxOutputChars) return end({ type: 'done', value: text, logs: logs.lines });
      const limit = `more than the ${maxOutputChars} that are allowed`;
      return fail(`The result has ${text.length} characters, ${limit}. Return less.`);
    },
  };
}

function createLogs(maxChars: number): {
  readonly lines: string[];
  readonly add: (line: string) => undefined;
} {
  const lines: string[] = [];
  let room = maxChars;
  return {
    lines,
    add(line) {
      if (room <= 0) return undefined;
      lines.push(
        line.length > room ? `${line.slice(0, room)} … (the rest of what was logged is left out)` : line,
      );
      room -= line.length + 1;
      return undefined;
    },
  };
}
