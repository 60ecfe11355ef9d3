import type { Message } from '../contracts/message.ts';
import type { ModelSettings, ToolSpec } from '../contracts/provider.ts';
import type { AnySchema } from '../contracts/standard-schema.ts';
import type { Toolset } from '../contracts/toolset.ts';

/** What is to move to another model: the options of an agent have this shape, so have a request and a stored conversation. */
export interface PortabilitySubject {
  /** Toolsets are not opened: list their tools to have them checked. */
  readonly tools?: readonly (ToolSpec | Toolset)[];
  readonly messages?: readonly Message[];
  readonly output?: AnySchema;
  readonly settings?: ModelSettings;
  /** Counts for the length where it is a text. */
  readonly instructions?: unknown;
}

export interface PortabilityProblem {
  /** `rejected`: the API refuses the call. `degraded`: it goes through, and something is changed, lost or done another way. */
  readonly severity: 'rejected' | 'degraded';
  /** Such as `tools.search`, `settings.temperature`, `messages[3]`. */
  readonly where: string;
  readonly what: string;
  readonly fix?: string;
}

export interface PortabilityReport {
  /** Nothing is rejected, as far as is known. */
  readonly ok: boolean;
  /** False: the provider's table has nothing on the model, and only what does not depend on it was checked. */
  readonly known: boolean;
  readonly problems: readonly PortabilityProblem[];
}
