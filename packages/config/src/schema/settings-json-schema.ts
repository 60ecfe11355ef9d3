import type { JsonObject } from '@pegboard/core';
import * as z from 'zod';
import { configSchema } from '../check/config-schema.ts';

/** The JSON Schema of a configuration file, without what plugins add. */
export function settingsJsonSchema(): JsonObject {
  const schema = z.toJSONSchema(configSchema, {
    target: 'draft-7', // what the editors' YAML and JSON services know best
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
  });
  return JSON.parse(JSON.stringify(schema)) as JsonObject; // a schema is JSON
}
