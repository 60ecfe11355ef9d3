import { createRegistry, definePlugin, type Plugin, type Registry } from '@pegboard/core/plugin';
import { check } from '../conformance/check.ts';
import { within } from '../conformance/settle.ts';
import { scriptedProvider } from '../scripted/scripted-provider.ts';
import type { Hosted, PluginBench, PluginSubject } from './plugin-subject.ts';
import { createRecorder } from './recorder.ts';

/** The provider of the registries: whatever it is asked, the answer is `done`. */
export const hostModel = 'conformance/any';

/** A bench, and what disposes of every registry that it made. */
export function createBench(
  subject: PluginSubject,
  plugin: Plugin,
): { readonly bench: PluginBench; readonly end: () => Promise<void> } {
  const recorder = createRecorder(subject);
  const registries: Registry[] = [];
  const { settleMs = 5000, services = [] } = subject;
  const tried: PluginBench['tried'] = async (entry = {}, options = {}) => {
    const { sections = {} } = options;
    const registry = createRegistry({
      providers: [scriptedProvider([], { name: 'conformance', otherwise: 'done' })],
      plugins: [
        ...(services.length > 0 ? [helper(services)] : []),
        { plugin, config: subject.config, ...entry },
      ],
      sections,
      brokers: {
        fetch: options.fetch ?? recorder.fetch,
        env: recorder.env,
        fs: recorder.fs,
      },
      onLog: recorder.onLog,
      deadlines: {
        readMs: settleMs,
        configMs: settleMs,
        setupMs: settleMs,
        drainMs: settleMs,
        disposeMs: settleMs,
      },
    });
    registries.push(registry);
    void options.stopWhen?.then(() => registry.dispose());
    // A required plugin that fails rejects, and is a diagnostic as well.
    await registry.ready().catch(() => undefined);
    const name = entry.as ?? registry.plugins.at(-1)?.name ?? '';
    return { registry, name, [Symbol.asyncDispose]: () => registry.dispose() };
  };
  const bench: PluginBench = {
    subject,
    plugin,
    recorder,
    tried,
    async hosted(entry) {
      const hosted = await tried(entry);
      checkReady(hosted);
      return hosted;
    },
    inTime: async (what, promise) => within(what, Promise.resolve(promise), settleMs),
  };
  return { bench, end: async () => void (await Promise.all(registries.map((one) => one.dispose()))) };
}

/** Fails with what the registry says of the plugin, when that is not ready. */
export function checkReady({ registry, name }: Hosted): void {
  const said = registry.diagnostics.find((one) => one.plugin === name && one.severity === 'error');
  check(
    !said,
    `the plugin should be set up: ${said?.stage ?? ''}: ${said?.cause ?? ''}. ${said?.hint ?? ''}`,
  );
  check(registry.get(name)?.state === 'ready', 'the plugin should be ready');
}

/** Offers what other plugins would. */
function helper(services: NonNullable<PluginSubject['services']>): Plugin {
  const offers = services.map(({ token }) => token);
  return definePlugin({ name: 'conformance-services', api: 1, offers, setup: () => ({ services }) });
}
