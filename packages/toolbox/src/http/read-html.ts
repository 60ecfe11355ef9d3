import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import Turndown from 'turndown';
import type { Problem } from '../tasks/problem.ts';

export interface Html {
  readonly html: string;
  /** Where it came from; links are told from there. */
  readonly url: string;
  /** The whole page in place of its main part. */
  readonly whole: boolean;
  readonly maxLinks: number;
}

export interface Link {
  readonly text: string;
  readonly url: string;
}

export interface ReadPage {
  readonly markdown: string;
  readonly title?: string;
  readonly byline?: string;
  readonly published?: string;
  readonly links: Link[];
}

const noise = 'script, style, noscript, template, iframe, object, embed, svg, canvas, dialog';

/** A page as Markdown, without what serves only to look at it. */
export function readHtml({ html, url, whole, maxLinks }: Html): ReadPage | Problem {
  const { document } = parseHTML(/<html[\s>]/i.test(html) ? html : `<html><body>${html}</body></html>`);
  const base = baseOf(document, url);
  for (const element of document.querySelectorAll(noise)) element.remove();
  for (const [attribute, selector] of [
    ['href', 'a[href]'],
    ['src', 'img[src]'],
  ] as const)
    for (const element of document.querySelectorAll(selector)) resolve(element, attribute, base);
  const links = linksOf(document, url, maxLinks);
  const title = document.querySelector('title')?.textContent?.trim();
  const article = whole ? null : new Readability(document.cloneNode(true) as Document).parse(); // a copy of the same kind
  const content = article?.content
    ? parseHTML(`<html><body>${article.content}</body></html>`).document
    : document;
  const markdown = toMarkdown(content.body);
  if (markdown === '' && links.length === 0)
    return { problem: 'The page has no text: it may need JavaScript.' };
  return {
    markdown,
    ...textOf('title', article?.title || title),
    ...textOf('byline', article?.byline),
    ...textOf('published', article?.publishedTime),
    links,
  };
}

function textOf<K extends string>(key: K, value: string | null | undefined): { readonly [P in K]?: string } {
  const text = value?.replace(/\s+/g, ' ').trim();
  return text ? ({ [key]: text.slice(0, 500) } as { readonly [P in K]: string }) : {}; // one computed key
}

function baseOf(document: Document, url: string): string {
  return URL.parse(document.querySelector('base[href]')?.getAttribute('href') ?? '', url)?.href ?? url;
}

/** Only web addresses stay. */
function resolve(element: Element, attribute: 'href' | 'src', base: string): void {
  const target = URL.parse(element.getAttribute(attribute) ?? '', base);
  if (target && /^(https?|mailto):$/.test(target.protocol)) element.setAttribute(attribute, target.href);
  else element.removeAttribute(attribute);
}

function linksOf(document: Document, url: string, most: number): Link[] {
  const found = new Map<string, Link>();
  const own = url.split('#', 1)[0] ?? url;
  for (const element of document.querySelectorAll('a[href]')) {
    if (found.size >= most) break;
    const [target = ''] = (element.getAttribute('href') ?? '').split('#', 1);
    const text = element.textContent?.replace(/\s+/g, ' ').trim().slice(0, 150) ?? '';
    if (!/^https?:/.test(target) || target === own || text === '' || found.has(target)) continue;
    found.set(target, { text, url: target });
  }
  return [...found.values()];
}

function toMarkdown(body: HTMLElement): string {
  const turndown = new Turndown({
    headingStyle: 'atx',
    codeBlockStyle: 'fenced',
    bulletListMarker: '-',
    hr: '---',
  });
  turndown.addRule('table', {
    filter: 'tr',
    replacement: (_content, row) => `| ${cellsOf(row).join(' | ')} |\n`,
  });
  turndown.addRule('image', {
    filter: 'img',
    replacement: (_content, image) => {
      const alt = (image as unknown as Element).getAttribute('alt')?.trim(); // an element, by the filter
      return alt ? `[image: ${alt}]` : '';
    },
  });
  return turndown
    .turndown(body)
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function cellsOf(row: Element): string[] {
  return Array.from(
    row.children,
    (cell) => cell.textContent?.replace(/\s+/g, ' ').replaceAll('|', '\\|').trim() ?? '',
  );
}
