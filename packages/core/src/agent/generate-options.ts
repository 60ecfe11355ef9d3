import type { Input } from '../contracts/message.ts';
import type { Provider } from '../contracts/provider.ts';
import type { RunDefaults } from './run-config.ts';

export interface GenerateOptions<S = undefined> extends Pick<
  RunDefaults,
  'settings' | 'providerOptions' | 'resolveMedia' | 'timeouts' | 'modelRetries' | 'outputMode' | 'repairJson'
> {
  readonly provider: Provider;
  readonly model: string;
  readonly instructions?: string;
  /** A question, its parts, or a conversation. */
  readonly messages: Input;
  /** The answer must be a value of this schema; it is given validated. */
  readonly output?: S;
  readonly signal?: AbortSignal;
  readonly onText?: (text: string) => void;
}
