import { checkSame } from '../../conformance/check.ts';
import { idsOf, memoryCase, note } from '../memory-case.ts';

/** Grouped so that names which a careless key would fold together stand side by side. */
const nameGroups: Readonly<Record<string, readonly string[]>> = {
  'names of object members': ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'length'],
  'case and blanks': ['Thread', 'thread', 'THREAD', 'thread ', ' thread', 'thread\n'],
  'paths and separators': [
    'a/b',
    'a\\b',
    'a:b',
    'a.b',
    'a_b',
    '../a',
    './a',
    'a',
    'a%2Fb',
    'a|b',
    'a*',
    'a?',
    '.',
    '..',
  ],
  'unicode forms': ['é', 'e\u0301', 'Å', 'A\u030a', 'ß', 'ss', 'İ', 'i', '線', '🧵', '👩‍👩‍👧'],
  'query text': ["'; DROP TABLE messages; --", '" OR 1=1', '$where', '{"$gt":""}', '%', '_', '${x}', '`x`'],
  'long names': ['x'.repeat(500), `${'x'.repeat(500)}y`, '線'.repeat(200)],
};

const threadCases = Object.entries(nameGroups).map(([group, names]) =>
  memoryCase(`any text can be a thread's name: ${group}`, async ({ append, holds }) => {
    for (const name of names) await append(name, [note('m', name)]);
    for (const name of names) await holds(name, [note('m', name)], `thread ${JSON.stringify(name)}`);
  }),
);

export const nameCases = [
  ...threadCases,
  memoryCase('any text can be a message id', async ({ append, load }) => {
    const ids = [...new Set(Object.values(nameGroups).flat())];
    await append(
      't',
      ids.map((id) => note(id)),
    );
    await append(
      't',
      ids.map((id) => note(id)),
    );
    checkSame(idsOf(await load('t')), ids, 'the ids');
  }),
  memoryCase('names of object members are unknown threads until they are written', async ({ holds }) => {
    for (const name of nameGroups['names of object members'] ?? []) await holds(name, [], `thread ${name}`);
  }),
];
