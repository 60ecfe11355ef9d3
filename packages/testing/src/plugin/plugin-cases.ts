import { configCases } from './cases/config.ts';
import { contributionCases } from './cases/contributions.ts';
import { definitionCases } from './cases/definition.ts';
import { lifecycleCases } from './cases/lifecycle.ts';
import { permissionCases } from './cases/permissions.ts';
import { sectionCases } from './cases/sections.ts';
import { serviceCases } from './cases/services.ts';
import { setupCases } from './cases/setup.ts';
import type { PluginCase } from './plugin-case.ts';

/** Every obligation of the plugin contract as data, for runners other than vitest. */
export const pluginCases: readonly PluginCase[] = [
  ...definitionCases,
  ...configCases,
  ...setupCases,
  ...permissionCases,
  ...contributionCases,
  ...sectionCases,
  ...serviceCases,
  ...lifecycleCases,
];
