import type { Host } from './host.ts';
import type { PluginInstance } from './plugin-instance.ts';

/** Nobody waits for what a failed set-up leaves behind longer than for a plugin that leaves. */
export async function discard(instance: PluginInstance, { deadlines }: Host): Promise<void> {
  await instance.end(deadlines.disposeMs, () => undefined);
}
