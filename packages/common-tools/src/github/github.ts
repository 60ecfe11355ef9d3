import type { AnyTool } from '@pegboard/core';
import type { CommonOptions } from '../service/service-definition.ts';
import { githubIssues } from './github-issues.ts';
import { githubReadFile } from './github-read-file.ts';
import { githubSearch } from './github-search.ts';

export interface GithubOptions extends Omit<CommonOptions, 'name'> {
  /** Limits all tools to one repository: `owner/name`. */
  readonly repository?: string;
}

/** `github_search`, `github_issues` and `github_read_file` with the same options. They only read. */
export function github(options: GithubOptions = {}): readonly AnyTool[] {
  return [githubSearch(options), githubIssues(options), githubReadFile(options)];
}
