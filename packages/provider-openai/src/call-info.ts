import type { HttpHeaders } from '@pegboard/core/provider';

/** What errors and `start` events of one call are told with. */
export interface CallInfo {
  readonly provider: string;
  readonly model: string;
  readonly headers: HttpHeaders;
  /** What must never show. */
  readonly secrets: readonly string[];
}
