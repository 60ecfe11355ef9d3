import { withDeadline } from '@pegboard/core/provider';

/** Rejects with the signal's reason. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  return withDeadline(() => waited, { ms: false, signal }).finally(() => clearTimeout(timer));
}
