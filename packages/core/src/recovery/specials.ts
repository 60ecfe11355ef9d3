import { dialects } from './dialects/index.ts';
import { noiseTokens, thinkTags } from './reasoning-tags.ts';
import type { Special } from './text-scanner.ts';

/** Everything that ends ordinary text. */
export function specials(): readonly Special[] {
  const closers = new Set(thinkTags.flatMap(({ close }) => close));
  return [
    ...dialects.flatMap((dialect) =>
      dialect.open.map((literal): Special => ({ kind: 'open', literal, dialect })),
    ),
    ...thinkTags.map(({ open, close }): Special => ({ kind: 'think', literal: open, close })),
    ...[...closers].map((literal): Special => ({ kind: 'stray-think-end', literal })),
    ...noiseTokens.map((literal): Special => ({ kind: 'noise', literal })),
    { kind: 'code', literal: '`' },
  ];
}
