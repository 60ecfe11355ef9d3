import { readFile, writeFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import {
  applyEdits,
  type JSONPath,
  modify,
  type ModificationOptions,
  parse,
  type ParseError,
  printParseErrorCode,
} from 'jsonc-parser';
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { CommandError } from '../shell/command-error.ts';

/** Changes the list of plugins in a configuration file, and leaves everything else in it as it is, comments too. */
export interface PluginListEdit {
  /** False where it is listed already. */
  add(name: string): boolean;
  /** False where it is not listed. */
  remove(name: string): boolean;
  save(): Promise<void>;
}

/** Throws `CommandError` for a configuration that is a program, which only its author can change. */
export async function editPluginList(file: string): Promise<PluginListEdit> {
  const extension = extname(file);
  if (extension === '.yaml' || extension === '.yml') return editYaml(file, await readFile(file, 'utf8'));
  if (extension === '.json' || extension === '.jsonc') return editJson(file, await readFile(file, 'utf8'));
  throw new CommandError({
    code: 'config',
    what: `${basename(file)} is a program, which this command does not change`,
    evidence: 'Only YAML and JSON files can be changed without running them',
    fix: 'Change its list of plugins by hand',
  });
}

/** Whether an entry of the list is that plugin. */
function isEntry(entry: unknown, name: string): boolean {
  return entry === name || Object(entry).use === name;
}

function editYaml(file: string, text: string): PluginListEdit {
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem) throw unreadable(file, problem.message);
  const indexOf = (name: string): number => {
    const whole: unknown = document.toJS();
    const plugins: unknown = Object(whole).plugins;
    return Array.isArray(plugins) ? plugins.findIndex((entry) => isEntry(entry, name)) : -1;
  };
  return {
    add(name) {
      if (indexOf(name) >= 0) return false;
      const list: unknown = isMap(document.contents) ? document.contents.get('plugins', true) : undefined;
      if (isSeq(list)) list.add(document.createNode(name));
      else if (list === undefined || (isScalar(list) && list.value === null))
        document.set('plugins', document.createNode([name]));
      else throw unreadable(file, '"plugins" is no list');
      return true;
    },
    remove(name) {
      const at = indexOf(name);
      if (at >= 0) document.deleteIn(['plugins', at]);
      return at >= 0;
    },
    save: () => writeFile(file, document.toString({ lineWidth: 0 })),
  };
}

function editJson(file: string, before: string): PluginListEdit {
  let text = before;
  const errors: ParseError[] = [];
  const plugins = (): readonly unknown[] => {
    const whole: unknown = parse(text, errors, { allowTrailingComma: true });
    const found: unknown = Object(whole).plugins ?? [];
    if (errors[0]) throw unreadable(file, printParseErrorCode(errors[0].error));
    if (!Array.isArray(found)) throw unreadable(file, '"plugins" is no list');
    return found;
  };
  const tabSize = /^( +)"/m.exec(before)?.[1]?.length ?? 2;
  const formattingOptions = { insertSpaces: !/^\t/m.test(before), tabSize };
  const change = (path: JSONPath, value: unknown, options: ModificationOptions = {}): void => {
    text = applyEdits(text, modify(text, path, value, { ...options, formattingOptions }));
  };
  return {
    add(name) {
      const known = plugins();
      if (known.some((entry) => isEntry(entry, name))) return false;
      if (known.length === 0) change(['plugins'], [name]);
      else change(['plugins', known.length], name, { isArrayInsertion: true });
      return true;
    },
    remove(name) {
      const at = plugins().findIndex((entry) => isEntry(entry, name));
      if (at >= 0) change(['plugins', at], undefined);
      return at >= 0;
    },
    save: () => writeFile(file, text),
  };
}

function unreadable(file: string, why: string): CommandError {
  return new CommandError({
    code: 'config',
    what: `${basename(file)} cannot be changed`,
    evidence: why,
    fix: 'Repair it, and run this again',
  });
}
