import { PegboardError } from '@pegboard/core';
import * as z from 'zod';
import { serviceTool } from '../service/service-tool.ts';
import { githubService, repository } from './github-service.ts';

const entry = z.object({
  type: z.string(),
  name: z.string(),
  path: z.string(),
  size: z.number(),
  html_url: z.string().nullish(),
});
const answer = z.union([
  z.array(entry),
  entry.extend({ encoding: z.string().optional(), content: z.string().optional() }),
]);

/** Reads a file or lists a folder of a repository. A token (`GITHUB_TOKEN`) is optional. */
export const githubReadFile = serviceTool({
  ...githubService,
  name: 'github_read_file',
  factory: 'githubReadFile',
  description:
    'Reads a text file of a GitHub repository, or lists a folder of it: without `path` the top folder. Gives the text of a file of up to 1 MB, or names, kinds and sizes of what a folder holds. `ref` chooses a branch, tag or commit; without it the default branch is read. To find a file by its content use github_search.',
  input: z
    .object({
      repository,
      path: z
        .string()
        .max(1_000)
        .refine((path) => !path.split('/').some((segment) => segment === '..' || segment === '.'), {
          error: 'must be the path from the top folder, without . and ..',
        })
        .default('')
        .describe('Path of the file or folder from the top folder, such as docs/README.md.'),
      ref: z.string().min(1).max(200).optional().describe('Branch, tag or commit.'),
    })
    .meta({ examples: [{ repository: 'nodejs/node', path: 'README.md' }] }),
  output: z.object({
    path: z.string(),
    kind: z.enum(['file', 'folder']),
    url: z.string().optional(),
    text: z.string().optional(),
    entries: z.array(z.object({ name: z.string(), kind: z.string(), size: z.number() })).optional(),
  }),
  effects: { idempotent: true },
  maxResultChars: 60_000,
  execute: async ({ repository: name, path, ref }, { service }) => {
    const segments = path.split('/').filter((segment) => segment !== '');
    const found = await service.json(answer, {
      path: `/repos/${name}/contents/${segments.map(encodeURIComponent).join('/')}`,
      query: { ref },
    });
    if (Array.isArray(found)) {
      const entries = found.map(({ name: called, type, size }) => ({ name: called, kind: type, size }));
      return { path: segments.join('/'), kind: 'folder' as const, entries };
    }
    return {
      path: found.path,
      kind: 'file' as const,
      ...(found.html_url && { url: found.html_url }),
      text: textOf(found),
    };
  },
});

function textOf({
  path,
  type,
  size,
  encoding,
  content,
}: z.infer<typeof entry> & { encoding?: string | undefined; content?: string | undefined }): string {
  const refuse = (evidence: string): PegboardError =>
    new PegboardError({ code: 'invalid-input', what: `${path} cannot be read as text`, evidence });
  if (type !== 'file') throw refuse(`It is a ${type}`);
  if (encoding !== 'base64' || content === undefined) throw refuse(`GitHub gives no file of ${size} bytes`);
  const bytes = Buffer.from(content, 'base64');
  if (bytes.includes(0)) throw refuse('It is no text');
  return new TextDecoder().decode(bytes);
}
