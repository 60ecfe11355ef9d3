import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { JsonObject, JsonValue } from '@pegboard/core';
import type { Recording } from '@pegboard/testing';
import { describe, expect, it } from 'vitest';
import { isObject } from '../lib/shape.ts';
import { validateRequest } from './validate-request.ts';

const wire = fileURLToPath(new URL('../../../../../../shared/wire/', import.meta.url));
const files = ['google/', 'cross-provider/'].flatMap((folder) =>
  existsSync(wire + folder) ? readdirSync(wire + folder).map((file) => folder + file) : [],
);

/** What callers and models name; all other keys are the API's own, which it takes in snake_case too. */
const foreign =
  /^(args|response|parameters|(parameters|response)(JsonSchema|_json_schema)|responseSchema|labels)$/;

function camelCase(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(camelCase);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner = null]) => [
      key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      foreign.test(key) ? inner : camelCase(inner),
    ]),
  );
}

describe('the strict generateContent host', () => {
  it.skipIf(files.length === 0)(
    'takes every recorded request that the true host took (needs ../shared/wire)',
    () => {
      let checked = 0;
      for (const file of files) {
        const { steps } = JSON.parse(readFileSync(wire + file, 'utf8')) as Recording;
        for (const { request, response } of steps) {
          if (response.status !== 200 || !/enerateContent/.test(request.path)) continue;
          // A placeholder in place of media is no base64.
          if (JSON.stringify(request.body).includes('<base64 dropped')) continue;
          const body = camelCase(request.body as JsonValue) as JsonObject;
          expect(validateRequest(body, request.path, { signatures: 'any' }), file).toEqual([]);
          checked++;
        }
      }
      expect(checked).toBeGreaterThan(48);
    },
  );
});
