import type { PluginManifest } from '@pegboard/core/plugin';
import * as z from 'zod';
import { explainIssues } from '../check/explain-issues.ts';

const names = z.array(z.string()).optional();

const manifest = z.looseObject({
  entry: z.string().regex(/^\.\//, 'expected a path that begins with ./').optional(),
  api: z.int().positive(),
  name: z.string().optional(),
  version: z.string().optional(),
  namespace: z.string().optional(),
  sections: names,
  permissions: z
    .looseObject({ net: names, env: names, fs: names, fsRead: names, spawn: z.boolean().optional() })
    .optional(),
});

/** The field `pegboard` of a package.json, or what is wrong with it. */
export function readManifest(field: unknown): PluginManifest | string {
  const { data, error } = manifest.safeParse(field);
  // Optional members are absent rather than undefined, as JSON has no undefined.
  if (data) return data as PluginManifest;
  return explainIssues(error.issues, ['pegboard'])
    .map(({ text }) => text)
    .join('; ');
}
