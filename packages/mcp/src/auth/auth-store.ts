import type { Awaitable } from '@pegboard/core';

/** Where tokens and registrations are kept, as text under names. What it is given is secret. */
export interface McpAuthStore {
  get(key: string): Awaitable<string | undefined>;
  set(key: string, value: string): Awaitable<void>;
  delete(key: string): Awaitable<void>;
}

/** Keeps everything as long as the process lives. */
export function memoryAuthStore(): McpAuthStore {
  const values = new Map<string, string>();
  return {
    get: (key) => values.get(key),
    set: (key, value) => void values.set(key, value),
    delete: (key) => void values.delete(key),
  };
}
