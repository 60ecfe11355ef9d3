import { check, checkSame } from '../../conformance/check.ts';
import { pluginCase } from '../plugin-case.ts';
import { checkSamples } from '../run-samples.ts';
import { leftOpen } from '../left-open.ts';

export const lifecycleCases = [
  pluginCase('it leaves in time and without complaint', async (bench) => {
    const host = await bench.hosted();
    await checkSamples(bench, host, 'before it leaves');
    const { registry, name } = host;
    await bench.inTime('leaving', registry.remove(name));
    const said = registry.diagnostics.filter(({ plugin }) => plugin === name);
    checkSame(
      said.map(({ cause }) => cause),
      [],
      'what it registered with onDispose should end in time and throw nothing',
    );
  }),
  pluginCase('it leaves nothing open', async (bench) => {
    const { settleMs = 5000 } = bench.subject;
    const left = await leftOpen(async () => {
      await using host = await bench.hosted();
      await checkSamples(bench, host, 'before it leaves');
    }, settleMs);
    check(left.length === 0, `timers, sockets and the like should end with it: ${left.join(', ')}`);
  }),
  pluginCase('it logs nothing after it has left', async ({ hosted, recorder }) => {
    const host = await hosted();
    await host.registry.dispose();
    const before = recorder.log.length;
    for (let turn = 0; turn < 20; turn++) await new Promise<void>((resolve) => setTimeout(resolve, 1));
    check(recorder.log.length === before, 'it should be silent after it has left');
  }),
];
