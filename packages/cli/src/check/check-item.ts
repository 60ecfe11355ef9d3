export type CheckArea = 'configuration' | 'plugins' | 'keys' | 'lock' | 'agents';

/** One thing that was checked. */
export interface CheckItem {
  readonly area: CheckArea;
  readonly severity: 'ok' | 'warning' | 'error';
  readonly what: string;
  /** One line each. */
  readonly details?: readonly string[];
}

/** The worst of several. */
export function worst(severities: readonly CheckItem['severity'][]): CheckItem['severity'] {
  if (severities.includes('error')) return 'error';
  return severities.includes('warning') ? 'warning' : 'ok';
}
