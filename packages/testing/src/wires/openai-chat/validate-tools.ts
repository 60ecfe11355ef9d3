import type { JsonObject, JsonValue } from '@pegboard/core';
import { isObject, namePattern, onlyKeys, type Report } from './validation.ts';

const maxTools = 128;
/** Not allowed at the root of a parameter schema. */
const rootKeywords = ['oneOf', 'anyOf', 'allOf', 'enum', 'const', 'not'];

export function validateTools(value: JsonValue, report: Report): void {
  if (!Array.isArray(value) || value.length === 0) return report('must be a list that is not empty');
  if (value.length > maxTools) report(`must hold at most ${maxTools} tools`);
  const names = new Set<string>();
  for (const [index, tool] of (value as readonly JsonValue[]).entries()) {
    const at = `[${index}]`;
    if (!isObject(tool) || tool.type !== 'function' || !isObject(tool.function)) {
      report('must be { type: "function", function }', at);
      continue;
    }
    onlyKeys(tool, ['type', 'function'], report, at);
    checkFunction(tool.function, names, report, `${at}.function`);
  }
}

function checkFunction(spec: JsonObject, names: Set<string>, report: Report, at: string): void {
  onlyKeys(spec, ['name', 'description', 'parameters', 'strict'], report, at);
  const { name, description, parameters, strict } = spec;
  if (typeof name !== 'string' || !namePattern.test(name))
    report('must be 1 to 64 of a-z, A-Z, 0-9, _ and -', `${at}.name`);
  else if (names.has(name)) report(`repeats the name ${name}`, `${at}.name`);
  else names.add(name);
  if (description !== undefined && typeof description !== 'string')
    report('must be a text', `${at}.description`);
  if (strict !== undefined && typeof strict !== 'boolean') report('must be true or false', `${at}.strict`);
  if (parameters !== undefined) checkParameters(parameters, report, `${at}.parameters`);
}

function checkParameters(schema: JsonValue, report: Report, at: string): void {
  if (!isObject(schema)) return report('must be an object', at);
  if (schema.type !== 'object') report('must have type object', at);
  for (const keyword of rootKeywords)
    if (Object.hasOwn(schema, keyword)) report(`must not have ${keyword} at its root`, at);
  checkArrays(schema, report, at);
}

/** Every array schema must say what its items are. */
function checkArrays(node: JsonValue | undefined, report: Report, at: string): void {
  if (Array.isArray(node)) {
    for (const [index, inner] of (node as readonly JsonValue[]).entries())
      checkArrays(inner, report, `${at}[${index}]`);
  } else if (isObject(node)) {
    if (node.type === 'array' && node.items === undefined && node.prefixItems === undefined)
      report('is an array without items', at);
    for (const [key, inner] of Object.entries(node)) checkArrays(inner, report, `${at}.${key}`);
  }
}
