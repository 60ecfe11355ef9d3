import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { defineTool, type Provider } from '@pegboard/core';
import { createRegistry, definePlugin, type Plugin, type Registry } from '@pegboard/core/plugin';

/** What was asked of versions that had been disposed of. */
interface Ledger {
  late: number;
  disposed: number;
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const call = { type: 'tool-call', executor: 'client', callId: '', name: 'moving_ask', args: {} } as const;

/** A version whose provider and tool both say which one they are of, and note when they are asked too late. */
function makeVersion(version: number, ledger: Ledger): Plugin {
  return definePlugin({
    name: 'moving',
    version: `1.0.${version}`,
    api: 1,
    namespace: 'moving',
    setup({ onDispose }) {
      let disposed = false;
      onDispose(() => {
        disposed = true;
        ledger.disposed++;
      });
      const noteUse = async (): Promise<void> => {
        if (disposed) ledger.late++;
        await nextTurn();
        if (disposed) ledger.late++;
      };
      const provider: Provider = {
        name: 'moving',
        async *stream({ messages }) {
          await noteUse();
          const called = messages.at(-1)?.role === 'tool';
          yield [
            { type: 'part', index: 0, part: called ? { type: 'text', text: `model ${version}` } : call },
            { type: 'finish', finish: { unified: called ? 'stop' : 'tool-calls' }, usage: {} },
          ];
        },
      };
      const ask = defineTool({
        name: 'ask',
        description: 'Says its version',
        input: { type: 'object' },
        async execute() {
          await noteUse();
          return version;
        },
      });
      return { providers: [provider], tools: [ask] };
    },
  });
}

/** What came of the runs. Kept small: the heap is measured. */
interface Tally {
  runs: number;
  /** Runs that failed, or that another version answered than began them. */
  readonly mixed: string[];
  readonly versions: Set<string>;
}

/** Runs one after the other until it is told to stop. */
async function load(registry: Registry, tally: Tally, isOver: () => boolean): Promise<void> {
  const agent = registry.agent({ model: 'moving/any', tools: ['moving_*'] });
  while (!isOver()) {
    const { status, text, calls } = await agent.run('Which version?');
    const { result, toolVersion } = calls.last('moving_ask') ?? {};
    const said = JSON.stringify([status, text, result, toolVersion]);
    const [version = ''] = /\d+/.exec(text) ?? [];
    const expected = ['done', `model ${version}`, Number(version), `1.0.${version}`];
    if (said !== JSON.stringify(expected)) tally.mixed.push(said);
    tally.versions.add(version);
    tally.runs++;
  }
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

async function heap(): Promise<number> {
  await nextTurn();
  collect();
  await nextTurn();
  collect();
  return process.memoryUsage().heapUsed;
}

it(
  '1,000 swaps under load fail no call, ask nothing of what was disposed of, and leave nothing behind',
  { timeout: 120_000 },
  async () => {
    const ledger: Ledger = { late: 0, disposed: 0 };
    const registry = createRegistry({ plugins: [makeVersion(0, ledger)] });
    await registry.ready();
    let over = false;
    const tally: Tally = { runs: 0, mixed: [], versions: new Set() };
    const workers = Array.from({ length: 20 }, () => load(registry, tally, () => over));
    // Until all code that runs need is loaded.
    while (tally.runs < 200) await nextTurn();
    const used: WeakRef<Plugin>[] = [];
    let early = 0;
    for (let version = 1; version <= 1000; version++) {
      const next = makeVersion(version, ledger);
      used.push(new WeakRef(next));
      await registry.swap('moving', next);
      await nextTurn();
      if (version === 400) early = await heap();
    }
    over = true;
    await Promise.all(workers);
    const late = await heap();
    expect(tally.mixed).toEqual([]);
    expect(tally.runs).toBeGreaterThan(1000);
    expect(tally.versions.size).toBeGreaterThan(100);
    expect(registry.diagnostics).toEqual([]);
    expect(used.filter((version) => version.deref()).length).toBeLessThan(10);
    expect(late - early).toBeLessThan(1_000_000);
    await registry.dispose();
    expect(ledger).toEqual({ late: 0, disposed: 1001 });
  },
);
