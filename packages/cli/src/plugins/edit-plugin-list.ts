import { readFile, writeFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { editJson } from './edit-json.ts';
import { editYaml } from './edit-yaml.ts';
import type { ListEditor } from './list-editor.ts';
import { CommandError } from '../shell/command-error.ts';

/** Changes the list of plugins in a configuration file, and leaves everything else in it as it is, comments and blanks too. */
export interface PluginListEdit {
  /** False where it is listed already. */
  add(name: string): boolean;
  /** False where it is not listed. */
  remove(name: string): boolean;
  save(): Promise<void>;
}

/** Throws `CommandError` for a configuration that is a program, which only its author can change. */
export async function editPluginList(file: string): Promise<PluginListEdit> {
  const editor = editors[extname(file)];
  if (editor) return listEdit(file, await readFile(file, 'utf8'), editor);
  throw new CommandError({
    code: 'config',
    what: `${basename(file)} is a program, which this command does not change`,
    evidence: 'Only YAML and JSON files can be changed without running them',
    fix: 'Change its list of plugins by hand',
  });
}

const editors: Readonly<Record<string, ListEditor>> = {
  '.yaml': editYaml,
  '.yml': editYaml,
  '.json': editJson,
  '.jsonc': editJson,
};

function listEdit(file: string, before: string, editor: ListEditor): PluginListEdit {
  let text = before;
  const indexOf = (name: string): number => {
    const { items, problem } = editor.read(text);
    if (problem === undefined) return items.findIndex((item) => item === name || Object(item).use === name);
    throw new CommandError({
      code: 'config',
      what: `${basename(file)} cannot be changed`,
      evidence: problem,
      fix: 'Repair it, and run this again',
    });
  };
  return {
    add(name) {
      if (indexOf(name) >= 0) return false;
      text = editor.add(text, name);
      return true;
    },
    remove(name) {
      const at = indexOf(name);
      if (at >= 0) text = editor.remove(text, at);
      return at >= 0;
    },
    save: () => writeFile(file, text),
  };
}
