import type { AnyTool, Effects } from '../contracts/tool.ts';
import { isJsonObject } from '../lib/json.ts';
import type { ValidCall } from './read-call.ts';

/** Last words of parameter names whose values name a thing that a call touches. */
const naming =
  /^(?:(?:path|file|filename|filepath|dir|folder|id|key|url|uri|link)s?|director(?:y|ies)|uuid|href|source|destination|dest|src|target|resource)$/;

/**
 * What a call touches, told from its input and the tool's annotations (`readOnlyHint`, `idempotentHint`, as MCP has them): values under
 * names like `path`, `userId` or `url` are resource keys, whatever tool they are given to. They are written unless the tool only reads.
 * Undefined when nothing tells: then the call has to run alone, unless all calls of the batch only read.
 */
export function inferEffects({ tool, input, value }: ValidCall, harmless: boolean): Effects | undefined {
  const keys = new Set<string>();
  collect(input, false, keys, 0);
  collect(value, false, keys, 0);
  const reads = hint(tool, 'readOnlyHint');
  if (keys.size === 0 && !(reads && harmless)) return undefined;
  const idempotent = isIdempotentByHint(tool);
  if (reads) return { reads: [...keys], idempotent };
  // What removes a folder touches what is in it.
  return { writes: [...keys], reads: [...keys].flatMap(parents), idempotent };
}

/** True for a call that says of itself that it changes nothing. */
export function onlyReads({ tool }: ValidCall): boolean {
  const { effects } = tool;
  if (effects === 'infer') return hint(tool, 'readOnlyHint');
  return typeof effects === 'object' && !effects.writes?.length && effects.reads !== undefined;
}

/** True for a tool whose annotations allow it to be run again. */
export function isIdempotentByHint(tool: AnyTool): boolean {
  return hint(tool, 'idempotentHint') || hint(tool, 'readOnlyHint');
}

/** One that says both, destructive and read-only, is not believed. */
function hint({ metadata }: AnyTool, name: string): boolean {
  const annotations = metadata?.['annotations'];
  if (!isJsonObject(annotations) || annotations[name] !== true) return false;
  return name !== 'readOnlyHint' || annotations['destructiveHint'] !== true;
}

function collect(value: unknown, named: boolean, keys: Set<string>, depth: number): void {
  if (depth > 20) return;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') {
    if (named && value !== '') keys.add(normal(String(value)));
  } else if (value instanceof URL) {
    if (named) keys.add(normal(value.href));
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, named, keys, depth + 1);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) collect(member, isNaming(name), keys, depth + 1);
  }
}

function isNaming(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return naming.test(words.findLast(Boolean) ?? '');
}

/** The same for two spellings of one path, URL or id. Case counts for nothing, since it does not on many file systems. */
function normal(text: string): string {
  const plain = text.normalize('NFC').trim().toLowerCase().replaceAll('\\', '/').replace(/#.*$/s, '');
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/)?(.*)$/s.exec(plain) ?? [];
  const kept: string[] = [];
  for (const step of rest.split('/')) {
    if (step === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (step !== '' && step !== '.') kept.push(step);
  }
  return `${scheme || (rest.startsWith('/') ? '/' : '')}${kept.join('/')}` || '.';
}

/** `/a` and `/` of `/a/b`. */
function parents(key: string): readonly string[] {
  const steps = key.split('/');
  return steps.slice(1).map((_, index) => steps.slice(0, index + 1).join('/') || '/');
}
