import { usageError } from '../shell/command-error.ts';

/** The words that stand in templates for the name of what is made, and what takes their place. */
export type Replacements = readonly (readonly [from: string, to: string])[];

export interface NewNames {
  /** Of the package: `@acme/pegboard-weather`. */
  readonly package: string;
  /** Of its folder: `pegboard-weather`. */
  readonly folder: string;
  /** Of what it is about, in snake case: `weather`. */
  readonly namespace: string;
  readonly replacements: Replacements;
}

const packagePattern = /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/;

/** Names made of the name of a package. */
export function namesOf(name: string): NewNames {
  if (!packagePattern.test(name) || name.length > 100)
    throw usageError(
      'This is no name for a package',
      `got "${name}"`,
      'Write lower-case letters, digits and -, such as acme-weather or @acme/weather',
    );
  const folder = name.split('/').at(-1) ?? name;
  const words = wordsOf(folder);
  const pascal = words.map(capital).join('');
  const replacements = [
    ['sample-package', name],
    ['SAMPLE_THING', words.join('_').toUpperCase()],
    ['SampleThing', pascal],
    ['sampleThing', pascal.charAt(0).toLowerCase() + pascal.slice(1)],
    ['sample_thing', words.join('_')],
    ['sample-thing', words.join('-')],
  ] as const;
  return { package: name, folder, namespace: words.join('_'), replacements };
}

/** Words that say what kind of package it is, and not what it is about. */
const kinds = new Set(['pegboard', 'plugin', 'provider', 'memory', 'tools']);

function wordsOf(folder: string): readonly string[] {
  const all = folder.split(/[^a-z0-9]+/).filter(Boolean);
  const telling = all.filter((word) => !kinds.has(word));
  const words = telling.length > 0 ? telling : all;
  // Names of tools and variables begin with a letter.
  return /^\d/.test(words[0] ?? '') ? ['my', ...words] : words;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
