import { type AnyTool, ConfigError } from '@pegboard/core';
import { checkOptionKinds, type OptionKind, selectTools } from '@pegboard/core/tools';
import { fileOptionKinds, fileSpace } from './files/file-options.ts';
import { toolTable } from './tool-table.ts';
import type { ToolboxOptions } from './toolbox-options.ts';

/** Tools that change files; in a read-only root they would only ever refuse. */
const changing: ReadonlySet<string> = new Set(['write_file', 'edit_file', 'move_file', 'delete_file']);

const known = {
  ...fileOptionKinds,
  only: 'texts',
  shell: 'tableOrFlag',
  approveDelete: 'flag',
  allowHosts: 'texts',
  denyHosts: 'texts',
  onlyHosts: 'texts',
  http: 'table',
  search: 'any',
  javascript: 'tableOrFlag',
  python: 'tableOrFlag',
  vision: 'table',
  time: 'table',
} satisfies Record<keyof ToolboxOptions, OptionKind>;

/**
 * The tools of this package as one list, all with the same rules. Without `root` there are none that touch files or run programs.
 * Throws `ConfigError` for a root that is no folder, for names in `only` that there are not, and for options that cannot be meant.
 */
export function toolbox(options: ToolboxOptions = {}): readonly AnyTool[] {
  checkOptionKinds('toolbox', options, known);
  const { root, only, readOnly } = options;
  for (const name of only ?? []) checkNeeds(name, options);
  const space = root === undefined ? undefined : fileSpace({ ...options, root });
  const tools = Object.entries(toolTable)
    .filter(([name]) => !readOnly || !changing.has(name))
    .flatMap(([, { make }]) => make({ options, ...(space && { space }) }) ?? []);
  return only ? selectTools(only, tools) : tools;
}

/** A tool that was asked for by its name, and cannot be there. */
function checkNeeds(name: string, options: ToolboxOptions): void {
  const needs = Object.hasOwn(toolTable, name) ? toolTable[name]?.needs : undefined;
  if (needs === undefined || options[needs] !== undefined) return;
  throw new ConfigError({
    what: `The toolbox has no "${name}"`,
    evidence: `It needs the option "${needs}"`,
    fix: `Pass ${needs}${needs === 'root' ? ': the folder that its tools may see' : ''}`,
  });
}
