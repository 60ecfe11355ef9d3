import { ConfigError } from '@pegboard/core';
import { checkOptionKinds } from '@pegboard/core/tools';
import * as z from 'zod';
import { camelCase } from './camel-case.ts';
import { webProtocol } from './check-address.ts';
import type { CommonOptions, ServiceToolDefinition } from './service-definition.ts';

const common = {
  name: z.string().optional().describe("The tool's name, in place of its own."),
  approval: z.boolean().optional().describe('A person must approve each call.'),
  timeoutMs: z.number().positive().optional().describe('Milliseconds for one request.'),
};
const apiKey = z.string().min(1).optional().describe('The key of the service.');
/** Not for files. */
const inCode = ['fetch', 'env', 'apiKey'] as const;

type AnyDefinition<S extends z.ZodObject> = Pick<
  ServiceToolDefinition<z.ZodObject, z.ZodType, S>,
  'factory' | 'input' | 'settings' | 'key' | 'protocol'
>;

/** The options as a configuration file may say them: data only. */
export function optionsSchema({
  input,
  settings,
  key,
  protocol = webProtocol,
}: AnyDefinition<z.ZodObject>): z.ZodObject {
  const fixable = Object.entries(input.shape).map(([name, schema]) => [
    camelCase(name),
    withoutDefault(schema as z.ZodType).optional(),
  ]);
  return z.strictObject({
    ...common,
    baseURL: z.url({ protocol }).optional().describe('The address of a proxy or a server of your own.'),
    ...(key && { apiKey }),
    ...Object.fromEntries(fixable),
    ...settings?.shape,
  });
}

/** A parameter's own default is the model's: what the developer leaves out is not fixed. */
function withoutDefault(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional)
    return withoutDefault(schema.unwrap() as z.ZodType);
  return schema;
}

export interface ReadOptions<Settings> {
  /** By the names that the model would use. */
  readonly fixed: Readonly<Record<string, unknown>>;
  readonly settings: Settings;
}

/** Throws `ConfigError` that names the first option which cannot be meant. */
export function readOptions<S extends z.ZodObject>(
  definition: AnyDefinition<S>,
  options: CommonOptions & Readonly<Record<string, unknown>>,
): ReadOptions<z.output<S>> {
  const { factory, input, settings } = definition;
  if (options.apiKey !== undefined && !definition.key) throw noKey(factory);
  const schema = optionsSchema(definition);
  const names = [...Object.keys(schema.shape), 'fetch', 'env'];
  checkOptionKinds(factory, options, Object.fromEntries(names.map((name) => [name, 'any'])));
  const data = Object.entries(options).filter(
    ([name, value]) => value !== undefined && !inCode.some((known) => known === name),
  );
  const { error } = schema.safeParse(Object.fromEntries(data));
  if (error) throw unfit(factory, error.issues[0]);
  const fixed = Object.keys(input.shape).map((name) => [name, options[camelCase(name)]] as const);
  const own = Object.keys(settings?.shape ?? {}).map((name) => [name, options[name]] as const);
  return {
    fixed: Object.fromEntries(fixed.filter(([, value]) => value !== undefined)),
    // Validated above; parsed again for the defaults.
    settings: (settings ?? z.object({})).parse(Object.fromEntries(own)) as z.output<S>,
  };
}

function unfit(factory: string, issue: z.core.$ZodIssue | undefined): ConfigError {
  return new ConfigError({
    what: `The option ${issue?.path.join('.') ?? ''} of ${factory} will not do`,
    evidence: issue?.message,
    fix: 'Change it, or leave it out',
  });
}

function noKey(factory: string): ConfigError {
  return new ConfigError({
    code: 'unknown-name',
    what: `${factory} takes no apiKey`,
    evidence: 'The service has no keys',
    fix: 'Leave it out',
  });
}
