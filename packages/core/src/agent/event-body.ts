import type { AgentEvent } from '../contracts/event.ts';

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** An event without what every event carries. */
export type EventBody = DistributiveOmit<AgentEvent, 'runId' | 'turn' | 'at'>;
