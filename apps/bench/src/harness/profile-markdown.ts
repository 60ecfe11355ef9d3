import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { table } from '../lib/table.ts';

/** What we read of a profile of V8. */
interface Profile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}

const root = fileURLToPath(new URL('../../../../', import.meta.url));
/** Waiting, and the profiler's own work. */
const left = (name: string): boolean => /^\((idle|program|root)\)$| node:inspector:/.test(name);

/** Where the time of a profile went: functions by their own time, files, and functions of this workspace with all they call. Undefined without a profile. */
export function profileMarkdown(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(path, 'utf8')) as Profile;
  const stacks = stacksOf(nodes);
  const self = new Map<string, number>();
  const files = new Map<string, number>();
  const whole = new Map<string, number>();
  for (const [index, sample] of samples.entries()) {
    const stack = stacks.get(sample) ?? [];
    const [inner] = stack;
    if (!inner || left(inner.name)) continue;
    const time = timeDeltas[index] ?? 0;
    add(self, inner.name, time);
    add(files, inner.file, time);
    for (const name of new Set(
      stack.filter(({ file }) => file.startsWith('packages/')).map((frame) => frame.name),
    ))
      add(whole, name, time);
  }
  const total = [...self.values()].reduce((sum, time) => sum + time, 0);
  return [
    top('own time', self, total, 30),
    top('own time by file', files, total, 20),
    top('with all they call', whole, total, 30),
  ].join('\n\n');
}

interface Frame {
  readonly name: string;
  readonly file: string;
}

/** For each node its frames, the innermost first. */
function stacksOf(nodes: readonly ProfileNode[]): Map<number, readonly Frame[]> {
  const parents = new Map(
    nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  );
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, frameOf(callFrame)]));
  const stackOf = (id: number): Frame[] => {
    const stack: Frame[] = [];
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const frame = frames.get(at);
      if (frame) stack.push(frame);
    }
    return stack;
  };
  return new Map(nodes.map(({ id }) => [id, stackOf(id)]));
}

function frameOf({ functionName, url, lineNumber }: ProfileNode['callFrame']): Frame {
  const name = functionName || 'anonymous';
  if (url === '') return { name, file: name };
  const file = url.startsWith('file:')
    ? fileURLToPath(url)
        .replace(root, '')
        .replace(/^.*\/node_modules\//, '')
    : url;
  return { name: `\`${name}\` ${file}:${lineNumber + 1}`, file };
}

function add(times: Map<string, number>, name: string, time: number): void {
  times.set(name, (times.get(name) ?? 0) + time);
}

function top(title: string, times: ReadonlyMap<string, number>, total: number, count: number): string {
  const rows = [...times]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([name, time]) => [name, `${((100 * time) / total).toFixed(1)} %`]);
  return table([[title, 'share'], ...rows]);
}
