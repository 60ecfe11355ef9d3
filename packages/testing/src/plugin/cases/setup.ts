import type { Plugin, PluginContext } from '@pegboard/core/plugin';
import { check } from '../../conformance/check.ts';
import { checkReady } from '../create-bench.ts';
import { checkSamples } from '../run-samples.ts';
import { leftOpen } from '../left-open.ts';
import { belongings, checkUnchanged, watched } from '../surveillance.ts';
import { pluginCase } from '../plugin-case.ts';
import type { PluginBench } from '../plugin-subject.ts';

const noFetch = { skipped: 'no fetchesInSetup in the options' };

export const setupCases = [
  pluginCase('it writes to its log and not to the console', async ({ hosted }) => {
    const { written } = await watched(async () => {
      await using _ = await hosted();
    });
    check(written.length === 0, `it should write with ctx.log: ${written.join('').slice(0, 200)}`);
  }),
  pluginCase('it leaves globals, the environment and the process as they are', async (bench) => {
    const before = belongings();
    {
      await using host = await bench.hosted();
      checkUnchanged({ ...before, listeners: belongings().listeners }, 'set-up');
      await checkSamples(bench, host, 'afterwards');
    }
    checkUnchanged(before, 'the plugin');
  }),
  pluginCase('it can be set up twice at the same time', async (bench) => {
    await using first = await bench.hosted();
    await using second = await bench.hosted();
    await checkSamples(bench, first, 'beside another');
    await checkSamples(bench, second, 'beside another');
    await first.registry.dispose();
    await checkSamples(bench, second, 'after another has left');
  }),
  pluginCase('it can stand twice in one registry, under two names', async (bench) => {
    const { plugin, tried, subject } = bench;
    if ((await sharedNames(bench)).length > 0)
      return { skipped: 'it brings names that are the same under every name' };
    await using host = await tried({ as: 'first_of_two' });
    checkReady(host);
    host.registry.add({ plugin, as: 'second_of_two', config: subject.config });
    await host.registry.ready();
    checkReady({ ...host, name: 'second_of_two' });
    return undefined;
  }),
  pluginCase('it can be set up again after it has left', async (bench) => {
    for (const when of ['at first', 'the second time', 'the third time']) {
      await using host = await bench.hosted();
      await checkSamples(bench, host, when);
    }
  }),
  pluginCase('the next version of it can take its place', async (bench) => {
    await using host = await bench.hosted();
    const { drained } = await bench.inTime('swap', host.registry.swap(host.name, bench.plugin));
    await checkSamples(bench, host, 'while the old version leaves');
    await bench.inTime('draining', drained);
    await checkSamples(bench, host, 'after the old version has left');
  }),
  pluginCase('set-up ends when it is told to stop', async ({ subject, plugin, tried, inTime }) => {
    if (subject.fetchesInSetup !== true) return noFetch;
    const stuck = stuckFetch();
    let setting: Promise<unknown> = Promise.resolve();
    const noted: Plugin = {
      ...plugin,
      setup: (ctx) => (setting = settingUp(plugin, ctx)) as Promise<undefined>,
    };
    await using host = await tried({ plugin: noted }, { fetch: stuck.fetch, stopWhen: stuck.asked });
    check(
      host.registry.get(host.name)?.state === 'failed',
      'set-up should fetch something and wait for the answer',
    );
    await inTime('set-up, after it was told to stop', setting);
    return undefined;
  }),
  pluginCase('a set-up that fails leaves nothing open', async ({ subject, tried }) => {
    if (subject.fetchesInSetup !== true) return noFetch;
    const { settleMs = 5000 } = subject;
    const left = await leftOpen(async () => {
      await using host = await tried({}, { fetch: refuse });
      const { state } = host.registry.get(host.name) ?? {};
      check(state === 'ready' || state === 'failed', 'set-up should be over');
      const stuck = stuckFetch();
      await using cut = await tried({}, { fetch: stuck.fetch, stopWhen: stuck.asked });
      const stopped = cut.registry.get(cut.name)?.state;
      check(stopped === 'failed', 'set-up should fetch something and wait for the answer');
    }, settleMs);
    check(left.length === 0, `a set-up that fails should leave nothing open: ${left.join(', ')}`);
    return undefined;
  }),
];

const refuse: typeof fetch = async () => new Response('no', { status: 500 });

/** The names it brings that are the same whatever the plugin is called. */
async function sharedNames({ tried }: PluginBench): Promise<readonly string[]> {
  await using host = await tried();
  checkReady(host);
  const { providers, memories, sections, commands, services } = host.registry.get(host.name) ?? {};
  return [providers, memories, sections, commands, services].flatMap((names) => names ?? []);
}

/** How it ends does not matter. */
async function settingUp(plugin: Plugin, ctx: PluginContext): Promise<unknown> {
  try {
    return await plugin.setup(ctx);
  } catch {
    return undefined;
  }
}

/** A host that never answers; `asked` resolves with the first request. */
function stuckFetch(): { readonly fetch: typeof fetch; readonly asked: Promise<void> } {
  const { promise: asked, resolve: note } = Promise.withResolvers<void>();
  const stuck: typeof fetch = async (input, init) => {
    note();
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    return new Promise((_, reject) => {
      const stop = (): void => reject(signal?.reason as Error);
      if (signal?.aborted) stop();
      else signal?.addEventListener('abort', stop, { once: true });
    });
  };
  return { fetch: stuck, asked };
}
