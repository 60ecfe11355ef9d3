import type { PluginSection, SectionContext, SectionContributions } from '../contracts/plugin.ts';
import type { Awaitable } from '../contracts/json.ts';
import type { AnySchema, InferOutput } from '../contracts/standard-schema.ts';

/** A section whose value has the type of its schema: `sections: { servers: defineSection({ schema, apply: (servers) => … }) }`. */
export function defineSection<S extends object>(section: {
  readonly description?: string;
  readonly schema: S;
  readonly at?: 'top' | 'agent';
  readonly apply?: (value: InferOutput<S>, ctx: SectionContext) => Awaitable<SectionContributions>;
}): PluginSection {
  // `S` is any schema, as in `defineTool`; what is none is found out when it is first used.
  return Object.freeze(section) as PluginSection & { readonly schema: AnySchema };
}
