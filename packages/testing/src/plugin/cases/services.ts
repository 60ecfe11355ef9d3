import type { Plugin, PluginContext, ServiceToken } from '@pegboard/core/plugin';
import { check, checkSame } from '../../conformance/check.ts';
import { checkReady } from '../create-bench.ts';
import { pluginCase } from '../plugin-case.ts';
import { runSamples } from '../run-samples.ts';

export const serviceCases = [
  pluginCase('it says which services it needs', async (bench) => {
    const { plugin, tried } = bench;
    const asked = new Set<string>();
    const noting: Plugin = { ...plugin, setup: (ctx) => plugin.setup(noted(ctx, asked)) };
    await using host = await tried({ plugin: noting });
    checkReady(host);
    await runSamples(bench, host);
    if (asked.size === 0 && !plugin.needs) return { skipped: 'no services asked for' };
    const needed = (plugin.needs ?? []).map(({ service }) => service);
    const unsaid = [...asked].filter((service) => !needed.includes(service));
    check(unsaid.length === 0, `\`needs\` should hold what services.get asks for: ${unsaid.join(', ')}`);
    return undefined;
  }),
  pluginCase('it offers the services that it says', async ({ plugin, hosted }) => {
    await using host = await hosted();
    const { services = [] } = host.registry.get(host.name) ?? {};
    if (services.length === 0 && !plugin.offers) return { skipped: 'no services' };
    const said = (plugin.offers ?? []).map(({ service }) => service);
    checkSame(said.toSorted(), services.toSorted(), '`offers` should hold what set-up gives as `services`');
    return undefined;
  }),
];

/** The context, with every service that is asked for noted. */
function noted(ctx: PluginContext, asked: Set<string>): PluginContext {
  const { services } = ctx;
  return {
    ...ctx,
    services: {
      get<T>(token: ServiceToken<T>): T {
        asked.add(token.service);
        return services.get(token);
      },
      find: (token) => services.find(token),
    },
  };
}
