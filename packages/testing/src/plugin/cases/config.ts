import { check, checkSame } from '../../conformance/check.ts';
import { deepFreeze } from '../../lib/deep-freeze.ts';
import { pluginCase } from '../plugin-case.ts';

export const configCases = [
  pluginCase('it is set up with a config that will do', async ({ hosted }) => {
    await using host = await hosted();
    const { name, registry } = host;
    const warnings = registry.diagnostics.filter(({ plugin }) => plugin === name);
    checkSame(warnings, [], 'there should be nothing to say of it');
  }),
  pluginCase('its schema refuses a config that will not do, before set-up', async ({ subject, tried }) => {
    const { refused = [] } = subject;
    if (refused.length === 0) return { skipped: 'no refused configs in the options' };
    for (const config of refused) {
      await using host = await tried({ config });
      const said = host.registry.diagnostics.find(({ plugin }) => plugin === host.name);
      check(said, `it should refuse the config ${JSON.stringify(config)}`);
      check(
        said.stage === 'configured',
        `its schema should refuse ${JSON.stringify(config)}; it failed at ${said.stage}: ${said.cause}`,
      );
    }
    return undefined;
  }),
  pluginCase('without a config it works, or its schema says what is missing', async ({ tried }) => {
    await using host = await tried({ config: undefined });
    const { registry, name } = host;
    const said = registry.diagnostics.find(({ plugin, severity }) => plugin === name && severity === 'error');
    check(
      !said || said.stage === 'configured',
      `it should fail, if at all, because of its config; it failed at ${String(said?.stage)}: ${String(said?.cause)}`,
    );
  }),
  pluginCase('it leaves the config that it is given as it is', async ({ subject, hosted }) => {
    if (typeof subject.config !== 'object' || subject.config === null)
      return { skipped: 'no config in the options' };
    const before = JSON.stringify(subject.config);
    await using frozen = await hosted({ config: deepFreeze(structuredClone(subject.config)) });
    check(frozen.registry.get(frozen.name), 'it should be there');
    check(JSON.stringify(subject.config) === before, 'it should not change the config');
    return undefined;
  }),
];
