import type { JsonObject } from '../contracts/json.ts';
import type { AnyTool } from '../contracts/tool.ts';
import { ConfigError } from '../errors/config-error.ts';
import { isJsonObject } from '../lib/json.ts';
import { compileSchema } from './compile-schema.ts';
import { listOf } from './dialect/edit-node.ts';
import { createChoices } from './example/choices.ts';
import { generateValue } from './example/generate-value.ts';
import type { SchemaIssue } from './validation.ts';

export interface ExampleOptions {
  /** Writes optional members too. Default false: what is required, and optional members that have an example or a default. */
  readonly optional?: boolean;
}

/**
 * An input that a tool accepts, made from its schema and judged by its own validator; the same one each time. Examples that the schema
 * itself holds (`examples`) come first. Rejects with `ConfigError` (code `schema`) when none is found, as behind checks that the schema
 * does not tell.
 */
export async function exampleInput(tool: AnyTool, options: ExampleOptions = {}): Promise<JsonObject> {
  const schema = compileSchema(tool.input);
  let issues: readonly SchemaIssue[] = [];
  for (const candidate of candidates(tool, options)) {
    const validation = await schema.validate(candidate);
    if (validation.ok) return candidate;
    issues = validation.issues;
  }
  const [issue] = issues;
  throw new ConfigError({
    code: 'schema',
    what: `No example input was found for the tool "${tool.name}"`,
    evidence: issue && `The last one tried: ${issue.path === '' ? '' : `${issue.path}: `}${issue.message}`,
    fix: 'Give its input schema an example, as `.meta({ examples: [{ … }] })` does in zod',
  });
}

function* candidates({ inputSchema }: AnyTool, options: ExampleOptions): Generator<JsonObject> {
  const { examples, ...root } = inputSchema;
  yield* listOf(examples).filter(isJsonObject);
  for (const optional of options.optional === true ? [true, false] : [false]) {
    const choices = createChoices();
    do {
      const value = generateValue(root, { root, choices, optional, depth: 0, variant: 0 });
      if (isJsonObject(value)) yield value;
    } while (choices.next());
  }
}
