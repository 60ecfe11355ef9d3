import { Validator } from '@cfworker/json-schema';
import type { BenchTool } from './corpus.ts';

const validators = new WeakMap<BenchTool, Validator>();

/** What is wrong with an input under the tool's JSON Schema; undefined when nothing is. */
export function checkInput(tool: BenchTool, input: unknown): string | undefined {
  let validator = validators.get(tool);
  if (!validator) {
    validator = new Validator(tool.inputSchema, '2020-12', false);
    validators.set(tool, validator);
  }
  const { valid, errors } = validator.validate(input);
  return valid ? undefined : (errors.at(-1)?.error ?? 'invalid');
}
