import type * as z from 'zod';
import type { agentSchema, configSchema } from './config-schema.ts';

/** A configuration as it is written in code. Keys that are not here are sections of plugins. */
export type PegboardConfig = z.input<typeof configSchema>;

/** An agent's entry as it is written in code. */
export type AgentConfig = z.input<typeof agentSchema>;
