import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  visit,
  type Node,
} from 'yaml';
import type { Path } from '../lib/path.ts';
import type { ConfigFile, Place } from './config-file.ts';
import { objectAtRoot, unreadable } from './unreadable.ts';

/** Values that aliases may stand for in one file: enough for shared blocks, too few for a file that grows in memory. */
const maxAliases = 50;

/** YAML 1.2 as data: no tags, so that nothing in it can be more than a text, a number, a list or a map; few aliases; no merge keys. */
export function readYaml(path: string, text: string): ConfigFile {
  const counter = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: counter,
    version: '1.2',
    schema: 'core',
    merge: false,
    uniqueKeys: true,
    logLevel: 'silent',
    prettyErrors: false,
  });
  const document = 'empty' in documents ? undefined : documents[0];
  const placeAt = (offset: number): Place => {
    const { line, col } = counter.linePos(offset);
    return { line, column: col };
  };
  const refuse = (why: string, offset: number): never => {
    throw unreadable(path, 'YAML', why, placeAt(offset));
  };
  if (!document) return { path, value: {} };
  const second = 'empty' in documents ? undefined : documents[1];
  if (second) refuse('there is a second document', second.range[0]);
  const [problem] = [...document.errors, ...document.warnings];
  if (problem) refuse(wordsFor(problem.message), problem.pos[0]);
  refuseTags(document, refuse);
  return {
    path,
    value: objectAtRoot(path, toPlain(document, path)),
    placeOf: (steps) => placeAt(offsetOf(document.contents, steps)),
  };
}

/** Names of packages begin so, and need quotes in YAML. */
function wordsFor(message: string): string {
  return message.includes('reserved character') ? `${message}: put it into quotes` : message;
}

function refuseTags(document: Document.Parsed, refuse: (why: string, offset: number) => never): void {
  visit(document, {
    Node(_, node) {
      if (!isAlias(node) && node.tag !== undefined && node.range)
        refuse(`the tag ${node.tag} is not taken`, node.range[0]);
    },
    Pair(_, { key }) {
      if (isScalar(key) && key.value === '<<' && key.range)
        refuse('merge keys (<<) are not taken', key.range[0]);
      if (isNode(key) && isCollection(key) && key.range) refuse('a key is a text', key.range[0]);
    },
  });
}

function toPlain(document: Document.Parsed, path: string): unknown {
  try {
    return document.toJS({ maxAliasCount: maxAliases });
  } catch {
    throw unreadable(path, 'YAML', `more than ${maxAliases} aliases, or one that stands for nothing`);
  }
}

/** The key's offset where there is one: that is what an editor should jump to. */
function offsetOf(root: Node | null, path: Path): number {
  let container: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const step of path) {
    if (isSeq(container) && typeof step === 'number') container = container.items[step];
    else if (isMap(container)) {
      const pair = container.items.find(({ key }) => String(isScalar(key) ? key.value : key) === step);
      if (!pair) break;
      container = pair.value;
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      continue;
    } else break;
    if (isNode(container)) offset = container.range?.[0] ?? offset;
  }
  return offset;
}
