import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Path } from '../lib/path.ts';
import type { ConfigFile } from './config-file.ts';
import { linesOf } from './lines.ts';
import { objectAtRoot, unreadable } from './unreadable.ts';

/** JSON; with comments and trailing commas where the file's name ends in `jsonc`. */
export function readJson(path: string, text: string): ConfigFile {
  const lines = linesOf(text);
  const comments = path.endsWith('.jsonc');
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, {
    disallowComments: !comments,
    allowTrailingComma: comments,
    allowEmptyContent: false,
  });
  const [first] = errors;
  if (first) throw unreadable(path, 'JSON', wordsFor(first), lines.placeAt(first.offset));
  const twice = root && repeatedKey(root);
  if (twice) {
    const key = JSON.stringify(getNodeValue(twice));
    throw unreadable(path, 'JSON', `the key ${key} stands twice`, lines.placeAt(twice.offset));
  }
  return {
    path,
    value: objectAtRoot(path, root && valueOf(root)),
    placeOf: (steps) => root && lines.placeAt(nodeAt(root, steps).offset),
  };
}

/** As `getNodeValue`, but a key `__proto__` is a key like any other. */
function valueOf(node: Node): unknown {
  const { type, children = [] } = node;
  if (type === 'array') return children.map(valueOf);
  if (type !== 'object') return node.value;
  return Object.fromEntries(
    children.map(({ children: [key, value] = [] }) => [String(key?.value), value && valueOf(value)]),
  );
}

function repeatedKey(node: Node): Node | undefined {
  const { children = [] } = node;
  const seen = new Set<unknown>();
  for (const child of children) {
    const key = child.type === 'property' ? child.children?.[0] : undefined;
    if (key && seen.has(key.value)) return key;
    if (key) seen.add(key.value);
    const inner = repeatedKey(child);
    if (inner) return inner;
  }
  return undefined;
}

/** The key's node where there is one: that is what an editor should jump to. */
function nodeAt(root: Node, path: Path): Node {
  let [container, shown] = [root, root];
  for (const step of path) {
    const { children = [] } = container;
    if (typeof step === 'number') {
      const item = children[step];
      if (!item) break;
      [container, shown] = [item, item];
    } else {
      const [key, value] = children.find(({ children: pair }) => pair?.[0]?.value === step)?.children ?? [];
      if (!key || !value) break;
      [container, shown] = [value, key];
    }
  }
  return shown;
}

function wordsFor({ error }: ParseError): string {
  const words = printParseErrorCode(error)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words === 'invalid comment token' ? 'comments need a file named pegboard.config.jsonc' : words;
}
