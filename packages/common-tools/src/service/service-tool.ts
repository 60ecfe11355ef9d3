import { type AnyTool, defineTool, isPegboardError } from '@pegboard/core';
import { isRetryable } from '@pegboard/core/provider';
import { bind } from '@pegboard/core/tools';
import type * as z from 'zod';
import { addressOf, createService, defaultTimeoutMs } from './create-service.ts';
import { checkKey } from './service-key.ts';
import { optionsSchema, readOptions } from './read-options.ts';
import type { CommonOptions, ServiceToolDefinition, ServiceToolFactory } from './service-definition.ts';

/**
 * Makes the factory of a tool that calls a service. What the developer fixes in the options is not shown to the model. The factory throws
 * `ConfigError` for an unknown or unfit option, and with code `missing-key` when the service needs a key and there is none.
 */
export function serviceTool<I extends z.ZodObject, O extends z.ZodType, S extends z.ZodObject = never>(
  definition: ServiceToolDefinition<I, O, S>,
): ServiceToolFactory<I, O, S> {
  // The types of this one definition are erased from here on, and given back by the result's own type.
  const erased = definition as unknown as AnyDefinition;
  const factory = (options: CommonOptions = {}): AnyTool => makeTool(erased, options);
  const { key, baseVariable, hosts = [], baseURL } = definition;
  return Object.assign(factory as never, {
    toolName: definition.name,
    optionsSchema: optionsSchema(erased),
    hosts: [...(baseURL === undefined ? [] : [new URL(baseURL).host]), ...hosts],
    variables: [key?.variable, baseVariable].filter((name) => name !== undefined),
  });
}

type AnyDefinition = ServiceToolDefinition<z.ZodObject, z.ZodType, z.ZodObject>;

function makeTool(definition: AnyDefinition, options: CommonOptions): AnyTool {
  const { fixed, settings } = readOptions(definition, { ...options });
  checkKey(definition, options);
  const serviceFor = createService(definition, options);
  const address = addressOf(definition, options);
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const { check, approval, effects } = definition;
  const repeatable = isRepeatable(effects);
  const tool: AnyTool = defineTool({
    name: options.name ?? definition.name,
    description: definition.description,
    input: definition.input,
    output: definition.output,
    timeoutMs: 2 * timeoutMs,
    maxResultChars: definition.maxResultChars ?? 20_000,
    trust: 'untrusted',
    effects,
    ...(repeatable && { retry: { attempts: 2, delayMs: 250, on: mayPass } }),
    ...(definition.tags && { tags: definition.tags }),
    approval: options.approval ?? approval ?? false,
    ...(check && { check: (input) => check(input, settings) }),
    metadata: { annotations: { readOnlyHint: repeatable, openWorldHint: true } },
    execute: (input, ctx) =>
      definition.execute(input, { service: serviceFor(ctx.signal), settings, address, timeoutMs, ctx }),
  });
  return bind(tool, fixed);
}

/** A tool that only reads says so. */
function isRepeatable(effects: unknown): boolean {
  return (
    typeof effects === 'object' && effects !== null && 'idempotent' in effects && effects.idempotent === true
  );
}

/** A failure that a second try at once may mend; a limit or a deadline is not. */
function mayPass(error: unknown): boolean {
  return (
    isPegboardError(error) &&
    isRetryable(error.code) &&
    error.code !== 'rate-limit' &&
    error.code !== 'timeout'
  );
}
