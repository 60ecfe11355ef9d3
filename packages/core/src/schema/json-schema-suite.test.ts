import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { JsonSchema } from '../contracts/standard-schema.ts';
import { prepareRaw } from './prepare-raw.ts';
import { createRawValidator } from './raw-validator.ts';

interface Group {
  readonly description: string;
  readonly schema: JsonSchema | boolean;
  readonly tests: readonly {
    readonly description: string;
    readonly data: unknown;
    readonly valid: boolean;
  }[];
}

const suite = fileURLToPath(new URL('../../../../../shared/json-schema-suite/', import.meta.url));
const absent = !existsSync(suite);
const title = absent ? ' (skipped: ../shared/json-schema-suite is not beside the checkout)' : '';

function read(path: string): unknown {
  return JSON.parse(readFileSync(`${suite}${path}`, 'utf8'));
}

function jsonFiles(folder: string): string[] {
  return readdirSync(`${suite}${folder}`, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => `${folder}/${entry.name}`);
}

function remoteDocuments(): Record<string, JsonSchema> {
  const files = readdirSync(`${suite}remotes`, { recursive: true, encoding: 'utf8' });
  return Object.fromEntries(
    files
      .filter((file) => file.endsWith('.json'))
      // The suite's own schemas.
      .map((file) => [`http://localhost:1234/${file}`, read(`remotes/${file}`) as JsonSchema]),
  );
}

/** A schema of `true` or `false` is no tool schema; it is put into one that means the same. */
function asObject(schema: JsonSchema | boolean): JsonSchema {
  return typeof schema === 'boolean' ? { allOf: [schema] } : schema;
}

function judge(group: Group, data: unknown, documents: Record<string, JsonSchema>): boolean | 'refused' {
  try {
    return createRawValidator(prepareRaw(asObject(group.schema)), structuredClone(documents))(data).ok;
  } catch {
    return 'refused';
  }
}

function score(files: readonly string[]): { right: number; all: number; wrong: string[] } {
  const documents = remoteDocuments();
  const wrong: string[] = [];
  let all = 0;
  for (const file of files) {
    // The suite's format.
    for (const group of read(file) as Group[]) {
      for (const { description, data, valid } of group.tests) {
        all++;
        const verdict = judge(group, data, documents);
        if (verdict !== valid) wrong.push(`${file}: ${group.description}: ${description}: ${verdict}`);
      }
    }
  }
  return { right: all - wrong.length, all, wrong };
}

// Formats are checked, though the draft lets a validator ignore them: 15 of the required cases expect them ignored.
test.skipIf(absent)(
  `judges the required cases of the public suite as well as the validator can${title}`,
  () => {
    const { right, all, wrong } = score(jsonFiles('tests-draft2020-12'));
    expect(all, 'cases in the suite').toBe(1299);
    expect(right, `judged wrong:\n${wrong.join('\n')}`).toBeGreaterThanOrEqual(1263);
  },
);

test.skipIf(absent)(
  `judges the optional cases of the public suite as well as the validator can${title}`,
  () => {
    const { right, all, wrong } = score(jsonFiles('tests-draft2020-12/optional'));
    expect(all, 'cases in the suite').toBe(162);
    expect(right, `judged wrong:\n${wrong.join('\n')}`).toBeGreaterThanOrEqual(155);
  },
);

test.skipIf(absent)(
  `judges the format cases of the public suite as well as the validator can${title}`,
  () => {
    const { right, all, wrong } = score(jsonFiles('tests-draft2020-12/optional/format'));
    expect(all, 'cases in the suite').toBe(764);
    expect(right, `judged wrong:\n${wrong.join('\n')}`).toBeGreaterThanOrEqual(668);
  },
);
