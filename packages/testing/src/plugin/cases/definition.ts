import { isPlugin, uncovered } from '@pegboard/core/plugin';
import { check, checkSame } from '../../conformance/check.ts';
import { pluginCase } from '../plugin-case.ts';
import { belongings, checkUnchanged, watched } from '../surveillance.ts';

/** https://semver.org, without the parts after `-` and `+` looked into */
const semver = /^\d+\.\d+\.\d+(?:[-+].+)?$/;

export const definitionCases = [
  pluginCase('it is made by definePlugin, for the present contract', async ({ plugin }) => {
    check(isPlugin(plugin), 'it should be made by definePlugin()');
    check(plugin.api === 1, `its api should be 1, not ${String(plugin.api)}`);
  }),
  pluginCase('it has a name, and a version by which states can be told apart', async ({ plugin, hosted }) => {
    const { name, version } = plugin;
    check(typeof name === 'string' && name.trim() === name && name !== '', 'it should have a name');
    check(
      version === undefined || semver.test(version),
      `the version should be one of semver: ${String(version)}`,
    );
    await using host = await hosted();
    check(host.registry.get(name), 'the registry should know it by its name');
  }),
  pluginCase('defining it does nothing yet', async ({ subject, inTime }) => {
    const before = belongings();
    const { written, fetched } = await watched(async () => void (await inTime('create', subject.create())));
    check(
      written.length === 0,
      `it should write nothing before it is set up: ${written.join('').slice(0, 200)}`,
    );
    check(fetched.length === 0, `it should fetch nothing before it is set up: ${fetched.join(', ')}`);
    checkUnchanged(before, 'defining it');
  }),
  pluginCase('its package.json says what it says', async ({ plugin, subject }) => {
    const { manifest } = subject;
    if (!manifest) return { skipped: 'no manifest in the options' };
    const { name, namespace, version, permissions = {}, api } = plugin;
    check(manifest.api === api, `\`api\` should be ${api}, as in the plugin, not ${String(manifest.api)}`);
    if (manifest.name !== undefined) check(manifest.name === name, `\`name\` should be ${name}`);
    if (manifest.version !== undefined) check(manifest.version === version, '`version` should be the same');
    check(manifest.namespace === namespace, `\`namespace\` should be ${String(namespace)}, as in the plugin`);
    const hidden = uncovered(permissions, manifest.permissions ?? {});
    check(hidden.length === 0, `the manifest should tell all permissions: ${hidden.join(', ')}`);
    const stale = uncovered(manifest.permissions ?? {}, permissions);
    check(
      stale.length === 0,
      `the manifest should tell no permissions that it does not need: ${stale.join(', ')}`,
    );
    const sections = Object.keys(plugin.sections ?? {}).toSorted();
    checkSame(
      [...(manifest.sections ?? [])].toSorted(),
      sections,
      '`sections` should be those that it claims',
    );
  }),
];
