/** What the server answers: a number of turns with tool calls, then a text. It travels in the path of the base URL. */
export interface Plan {
  /** Turns that call tools before the text. */
  readonly steps: number;
  /** Calls in each of them. */
  readonly calls: number;
  /** The tools are `tool_0` … ; step n calls number n modulo this. */
  readonly tools: number;
  /** Characters of text in each call's arguments, besides the small fields; 0: a short one. */
  readonly argumentChars: number;
  /** Characters of argument text per streamed delta. */
  readonly argumentDelta: number;
  /** Deltas of the text. */
  readonly deltas: number;
  /** Events of the text and of arguments in one network chunk. */
  readonly perChunk: number;
  /** Wait before an answer begins. */
  readonly latencyMs: number;
  /** Wait after the first delta of a streamed answer. */
  readonly pauseMs: number;
}

const defaults: Plan = {
  steps: 1,
  calls: 1,
  tools: 1,
  argumentChars: 0,
  argumentDelta: 20,
  deltas: 10,
  perChunk: 1,
  latencyMs: 0,
  pauseMs: 0,
};

/** `steps-50_calls-10`: the part of the path that `readPlan` reads; what equals the default is left out. */
export function writePlan(plan: Partial<Plan>): string {
  return Object.entries({ steps: defaults.steps, ...plan })
    .map(([name, value]) => `${name}-${value}`)
    .join('_');
}

/** Throws `TypeError` for what `writePlan` does not write. */
export function readPlan(text: string): Plan {
  const entries = text.split('_').map((pair) => {
    const [name = '', value = ''] = pair.split('-');
    if (!(name in defaults) || !/^\d+$/.test(value)) throw new TypeError(`No plan has "${pair}".`);
    return [name, Number(value)] as const;
  });
  return { ...defaults, ...Object.fromEntries(entries) };
}

/** The name of the tool that a step calls. */
export function toolOf(plan: Plan, step: number): string {
  return `tool_${step % plan.tools}`;
}

/** The arguments of one call as JSON text; every call of a run has other ones. */
export function argumentsOf(plan: Plan, step: number, call: number): string {
  const query = plan.argumentChars > 0 ? proseOf(plan.argumentChars) : `question ${step}`;
  return JSON.stringify({ query, count: step * plan.calls + call });
}

/** The pieces of the final text. */
export function piecesOf(plan: Plan): string[] {
  return Array.from({ length: plan.deltas }, (_, index) =>
    index % 50 === 49 ? ' café' : ` word${index % 97}`,
  );
}

/** Text with quotes and line ends, as in arguments that hold a file. */
function proseOf(chars: number): string {
  const line = 'const greeting = "hello";\nreturn greeting + name; // a line of a file\n';
  return line.repeat(Math.ceil(chars / line.length)).slice(0, chars);
}
