import type { ExpectedCall } from '../corpus.ts';
import type { JsonStyle } from './print-values.ts';

/** How the calls of one model family look. */
export interface FuzzDialect {
  readonly name: string;
  /** `escaped`: any string can be said; `raw`: values stand as they are, so that they must not look like syntax. */
  readonly values: 'escaped' | 'raw';
  /** Where ordinary text may stand without making the call doubtful. */
  readonly prose: 'around' | 'before' | 'none';
  /** More than one call in one answer. */
  readonly several: boolean;
  readonly render: (calls: readonly ExpectedCall[], style: JsonStyle) => string;
}
