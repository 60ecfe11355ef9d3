import { isMap, isNode, isSeq, type Node, parseDocument, stringify, type YAMLMap, type YAMLSeq } from 'yaml';
import { cutItem, type ListEditor, type Span } from './list-editor.ts';

/** YAML. A document that is written anew would lose its author's blanks, so the text itself is changed. */
export const editYaml: ListEditor = {
  read(text) {
    const document = parseDocument(text);
    const [error] = document.errors;
    if (error) return { items: [], problem: error.message };
    const whole: unknown = document.toJS();
    const items: unknown = Object(whole).plugins ?? [];
    return Array.isArray(items) ? { items } : { items: [], problem: '"plugins" is no list' };
  },
  add(text, name) {
    // Names of scopes begin with a sign that YAML reserves.
    const item = stringify(name).trim();
    const { contents } = parseDocument(text);
    const list = isMap(contents) ? contents.get('plugins', true) : undefined;
    if (isSeq(list) && isNode(list))
      return list.flow ? addFlow(text, list, item) : addBlock(text, list, item);
    const key = isMap(contents) ? keySpan(contents) : undefined;
    const block = `  - ${item}`;
    if (!key) return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}plugins:\n${block}\n`;
    const end = lineEnd(text, key[1]);
    return `${text.slice(0, end)}\n${block}${text.slice(end)}`;
  },
  remove(text, index) {
    const { contents } = parseDocument(text);
    const list = isMap(contents) ? contents.get('plugins', true) : undefined;
    if (!isSeq(list)) return text;
    const spans = spansOf(list);
    if (list.flow) return cutItem(text, spans, index);
    const [start, end] = spans[index] ?? [0, 0];
    const from = lineStart(text, start);
    const to = lineEnd(text, end);
    if (spans.length > 1) return text.slice(0, from) + text.slice(to + 1);
    // A key without a value would be no list.
    return `${text.slice(0, from).trimEnd()} []${text.slice(to)}`;
  },
};

function addFlow(text: string, list: YAMLSeq, item: string): string {
  const last = spansOf(list).at(-1);
  if (last) return `${text.slice(0, last[1])}, ${item}${text.slice(last[1])}`;
  const [start] = spanOf(list);
  return `${text.slice(0, start + 1)}${item}${text.slice(start + 1)}`;
}

function addBlock(text: string, list: YAMLSeq, item: string): string {
  const [start, end] = spansOf(list).at(-1) ?? [0, 0];
  const lead = /^\s*/.exec(text.slice(lineStart(text, start)))?.[0] ?? '';
  const to = lineEnd(text, end);
  return `${text.slice(0, to)}\n${lead}- ${item}${text.slice(to)}`;
}

function spansOf({ items }: YAMLSeq): readonly Span[] {
  return items.flatMap((item) => (isNode(item) ? [spanOf(item)] : []));
}

/** The value of a node, without what follows it. A value of several lines ends with its last. */
function spanOf({ range }: Node): Span {
  const [start = 0, end = 0] = range ?? [];
  return [start, end];
}

function keySpan({ items }: YAMLMap): Span | undefined {
  const pair = items.find(({ key }) => isNode(key) && String(key) === 'plugins');
  return pair && isNode(pair.key) ? spanOf(pair.key) : undefined;
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** A value of several lines may include the break behind it. */
function lineEnd(text: string, at: number): number {
  const from = text[at - 1] === '\n' ? at - 1 : at;
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
