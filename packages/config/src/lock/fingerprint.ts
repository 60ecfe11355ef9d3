import { createHash } from 'node:crypto';
import type { AnyTool, JsonObject, JsonValue } from '@pegboard/core';
import type { PluginPermissions } from '@pegboard/core/plugin';
import { isPlainObject } from '../lib/is-plain-object.ts';

/** What is known of a tool by its lock: all that a model is told of it, and what it may do. */
export interface LockedTool {
  /** The plugin, or the toolset, that it comes from. */
  readonly from: string;
  readonly version?: string;
  readonly description: string;
  readonly input: JsonObject;
  readonly permissions?: PluginPermissions;
  /** SHA-256 over name and all of the above, as canonical JSON. */
  readonly fingerprint: string;
}

export interface Origin {
  readonly from: string;
  readonly permissions?: PluginPermissions;
}

export function lockedTool(
  { name, description, inputSchema, version }: AnyTool,
  { from, permissions = {} }: Origin,
): LockedTool {
  const told = JSON.parse(
    JSON.stringify({
      from,
      ...(version !== undefined && { version }),
      description,
      input: inputSchema,
      ...(Object.keys(permissions).length > 0 && { permissions }),
    }),
  ) as Omit<LockedTool, 'fingerprint'>; // a tool's description is JSON
  return { ...told, fingerprint: fingerprintOf(name, told) };
}

/** `sha256-` and the hash, in base64, of what a lock says of a tool. */
export function fingerprintOf(name: string, told: Omit<LockedTool, 'fingerprint'>): string {
  const { from, version, description, input, permissions } = told;
  const text = canonicalJson({ name, from, version, description, input, permissions });
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** JSON text that is the same whatever the order of keys. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(JSON.parse(JSON.stringify(value)), (_, member: JsonValue) =>
    isPlainObject(member)
      ? Object.fromEntries(
          Object.keys(member)
            .toSorted()
            .map((key) => [key, member[key]]),
        )
      : member,
  );
}
