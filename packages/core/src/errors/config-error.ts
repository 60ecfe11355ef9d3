import { type ErrorText, PegboardError } from './pegboard-error.ts';

/** The program is set up wrongly: thrown before anything runs. */
export class ConfigError extends PegboardError {
  constructor(text: Omit<ErrorText, 'code'> & { readonly code?: ErrorText['code'] }) {
    super({ code: 'config', ...text });
    this.name = 'ConfigError';
  }
}
