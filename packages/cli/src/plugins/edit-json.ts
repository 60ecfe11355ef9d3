import {
  applyEdits,
  findNodeAtLocation,
  type JSONPath,
  modify,
  parse,
  parseTree,
  type ParseError,
  printParseErrorCode,
} from 'jsonc-parser';
import { cutItem, type ListEditor, type Span } from './list-editor.ts';

/** JSON, with comments and commas at the end. */
export const editJson: ListEditor = {
  read(text) {
    const errors: ParseError[] = [];
    const whole: unknown = parse(text, errors, { allowTrailingComma: true });
    const items: unknown = Object(whole).plugins ?? [];
    const [error] = errors;
    if (error)
      return { items: [], problem: `${printParseErrorCode(error.error)} at character ${error.offset}` };
    return Array.isArray(items) ? { items } : { items: [], problem: '"plugins" is no list' };
  },
  add(text, item) {
    const { items } = editJson.read(text);
    const tabSize = /^( +)"/m.exec(text)?.[1]?.length ?? 2;
    const formattingOptions = { insertSpaces: !/^\t/m.test(text), tabSize };
    const change = (path: JSONPath, value: unknown, isArrayInsertion: boolean): string =>
      applyEdits(text, modify(text, path, value, { formattingOptions, isArrayInsertion }));
    return items.length === 0
      ? change(['plugins'], [item], false)
      : change(['plugins', items.length], item, true);
  },
  remove(text, index) {
    const tree = parseTree(text, [], { allowTrailingComma: true });
    const { children = [] } = (tree && findNodeAtLocation(tree, ['plugins'])) ?? {};
    const spans = children.map(({ offset, length }): Span => [offset, offset + length]);
    return cutItem(text, spans, index);
  },
};
