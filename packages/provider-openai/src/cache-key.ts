import type { ModelRequest } from '@pegboard/core/provider';
import { hash } from './chat/call-id.ts';

/**
 * With `promptCache` requests that begin alike go where their beginning is cached: the API does so by a key. It caches by itself, for
 * a time that it chooses.
 */
export function cacheKeyOf({ model, messages, tools, settings }: ModelRequest): string | undefined {
  if (settings.promptCache === undefined || settings.promptCache === false) return undefined;
  const [first] = messages;
  const start = first?.role === 'system' ? first.content.map(({ text }) => text) : [];
  const text = [model, ...start, ...tools.map(({ name }) => name)].join('\n');
  return `pegboard-${hash(text, 0x811c9dc5)}${hash(text, 0x9e3779b9)}`;
}
