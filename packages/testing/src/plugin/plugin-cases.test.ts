import { definePlugin } from '@pegboard/core/plugin';
import { afterEach, describe, expect, it } from 'vitest';
import { pluginMutants } from '../mutants/plugin-mutants.ts';
import { leftovers } from '../mutants/plugin-setup-mutants.ts';
import { referencePlugin, referenceSubject } from '../mutants/reference-plugin.ts';
import { pluginCases } from './plugin-cases.ts';
import { testPlugin } from './test-plugin.ts';

const plain = definePlugin({ name: 'plain', api: 1, setup: () => ({ hooks: [{}] }) });

testPlugin(() => referencePlugin(), { name: 'a correct plugin', ...referenceSubject });
testPlugin(plain, { name: 'a plugin of hooks alone' });

describe('testPlugin', () => {
  // Some mutants leave things behind on purpose.
  const listeners = process.listeners('beforeExit');
  const warned = process.listeners('warning');
  afterEach(() => {
    for (const added of process.listeners('beforeExit').slice(listeners.length))
      process.off('beforeExit', added);
    for (const added of process.listeners('warning').slice(warned.length)) process.off('warning', added);
    Reflect.deleteProperty(globalThis, 'referenceConnection');
    Reflect.deleteProperty(Array.prototype, 'referenceLast');
    delete process.env.REFERENCE_STARTED;
    for (const end of leftovers.splice(0)) end();
  });

  it('has cases of distinct names', () => {
    expect(new Set(pluginCases.map(({ name }) => name)).size).toBe(pluginCases.length);
  });

  it('is proved by at least 30 wrong plugins', () => {
    expect(pluginMutants.length).toBeGreaterThanOrEqual(30);
    expect(new Set(pluginMutants.map(({ name }) => name)).size).toBe(pluginMutants.length);
  });

  it('has a wrong plugin for every case', () => {
    const caught = new Set(pluginMutants.map(({ caughtBy }) => caughtBy));
    expect(pluginCases.map(({ name }) => name).filter((name) => !caught.has(name))).toEqual([]);
  });

  it.each(pluginMutants)('catches: $name', { timeout: 20_000 }, async ({ caughtBy, ...mutant }) => {
    const wanted = pluginCases.find(({ name }) => name === caughtBy);
    expect(wanted, `there is no case "${caughtBy}"`).toBeDefined();
    await expect(wanted?.run(mutant)).rejects.toThrow();
  });

  it('skips what a plugin does not have, with the reason', async () => {
    const outcomes: unknown[] = [];
    for (const { run } of pluginCases) outcomes.push(await run({ create: () => plain }));
    expect(outcomes.filter(Boolean)).toEqual(
      expect.arrayContaining([
        { skipped: 'no manifest in the options' },
        { skipped: 'no refused configs in the options' },
        { skipped: 'no samples in the options' },
        { skipped: 'no tools' },
        { skipped: 'no sections' },
        { skipped: 'no services' },
      ]),
    );
  });
});
