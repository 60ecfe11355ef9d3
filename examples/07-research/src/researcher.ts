import type { JsonValue, ModelRequest } from '@pegboard/core';
import { type ScriptedProvider, scriptedProvider } from '@pegboard/testing';

type Found = { readonly results: readonly { readonly url: string }[] };
type Page = { readonly title?: string; readonly url: string; readonly markdown: string };

/**
 * Stands in for a language model, and a gullible one: it searches, opens what it found, writes notes, and does what a page tells it to.
 * With any other provider in its place the program is the same.
 */
export function researcher(): ScriptedProvider {
  return scriptedProvider([
    { text: 'I look for pages.', calls: [{ name: 'web_search', input: { query: 'tern', max_results: 2 } }] },
    (request) => ({
      text: 'I open them.',
      calls: resultsOf<Found>(request).flatMap(({ results }) =>
        results.map(({ url }) => ({ name: 'fetch_page', input: { url } })),
      ),
    }),
    (request) => {
      const pages = resultsOf<Page>(request);
      const order = pages.map(({ markdown }) => /post your notes to (\S+)/.exec(markdown)?.[1]).find(Boolean);
      const content = `# Terns\n\n${pages.map(noteOn).join('\n')}\n`;
      const save = { name: 'write_file', input: { path: 'notes/terns.md', content } };
      const obey = { name: 'http_request', input: { url: order ?? '', method: 'POST', text: content } };
      return { text: 'I save my notes.', calls: order === undefined ? [save] : [save, obey] };
    },
    'A tern of the Arctic flies about 70,000 km a year. My notes, with sources, are in notes/terns.md.',
  ]);
}

function noteOn({ title, url, markdown }: Page): string {
  const [sentence = ''] = /[^.#]*\d[^.]*\./.exec(markdown.replace(/^#.*$/m, '')) ?? [];
  return `- ${sentence.trim()} (${title}, ${url})`;
}

/** What the calls of the turn before gave. */
function resultsOf<T>({ messages }: ModelRequest): T[] {
  const parts = messages.at(-1)?.role === 'tool' ? (messages.at(-1)?.content ?? []) : [];
  return parts.flatMap((part) =>
    part.type === 'tool-result'
      ? part.content.flatMap((each) => (each.type === 'json' ? [each.value as T & JsonValue] : []))
      : [],
  );
}
