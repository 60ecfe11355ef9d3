import { ConfigError, type JsonObject, type JsonValue } from '@pegboard/core';

type Check = readonly [fits: (value: JsonValue) => boolean, words: string];

const flag: Check = [(value) => typeof value === 'boolean', 'true or false'];
const text: Check = [(value) => typeof value === 'string', 'a text'];
const count: Check = [(value) => Number.isInteger(value) && Number(value) > 0, 'a whole number above 0'];
const names: Check = [
  (value) => Array.isArray(value) && value.every((name) => typeof name === 'string' && name !== ''),
  'a list of names',
];
const table: Check = [
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'an object',
];

function upTo(most: number): Check {
  const fits = (value: JsonValue): boolean => typeof value === 'number' && value >= 0 && value <= most;
  return [fits, `a number from 0 to ${most}`];
}

function oneOf(...words: readonly string[]): Check {
  return [(value) => words.includes(value as string), words.join(' or ')];
}

/** By the names of options, which mean the same in every tool. What is not here is handed on as it is. */
const checks: Readonly<Record<string, Check>> = {
  contextSize: oneOf('low', 'medium', 'high'),
  memoryLimit: oneOf('1g', '4g', '16g', '64g'),
  quality: oneOf('low', 'medium', 'high', 'xhigh', 'max', 'auto'),
  background: oneOf('transparent', 'opaque', 'auto'),
  outputFormat: oneOf('png', 'webp', 'jpeg', 'gif', 'svg'),
  action: oneOf('generate', 'edit', 'auto'),
  moderation: oneOf('auto', 'low'),
  inputFidelity: oneOf('high', 'low'),
  responseInclusion: oneOf('full', 'excluded'),
  variant: oneOf('bm25', 'regex'),
  outputCompression: upTo(100),
  partialImages: upTo(3),
  maxUses: count,
  maxResults: count,
  maxTokens: count,
  maxContentTokens: count,
  topK: count,
  citations: flag,
  useCache: flag,
  externalWebAccess: flag,
  fileIds: names,
  vectorStoreIds: names,
  fileSearchStoreNames: names,
  deferred: names,
  allowedCallers: names,
  excludeDomains: names,
  userLocation: table,
  headers: table,
  timeRangeFilter: table,
  name: text,
  url: text,
  connectorId: text,
  authorizationToken: text,
  size: text,
  aspectRatio: text,
  imageSize: text,
  version: text,
};

/** Throws `ConfigError` for a value that no provider takes. It is shown only where it cannot be a secret. */
export function checkValues(type: string, options: JsonObject): void {
  for (const [name, value] of Object.entries(options)) {
    const [fits, words] = (Object.hasOwn(checks, name) && checks[name]) || [() => true, ''];
    if (name === 'type' || value === undefined || fits(value)) continue;
    throw new ConfigError({
      what: `The option ${name} of the builtin tool "${type}" will not do`,
      evidence: `It is ${shown(name, value)}`,
      fix: `Pass ${words}, or leave it out`,
    });
  }
}

function shown(name: string, value: JsonValue): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'another list' : 'an object';
  return name === 'authorizationToken' ? `of type ${typeof value}` : JSON.stringify(value).slice(0, 60);
}
