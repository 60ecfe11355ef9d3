import type { JsonValue } from './json.ts';
import type { Executor } from './message.ts';

/** A tool that the provider itself runs, such as `{ type: 'web_search', contextSize: 'high' }`. */
export interface BuiltinTool {
  readonly type: string;
  /** Throws `ConfigError` when a target cannot take the tool as it is declared; asked when an agent is made. */
  readonly [builtinCheck]?: (target: BuiltinTarget) => void;
  readonly [option: string]: JsonValue | undefined;
}

/** Its value is `Symbol.for('pegboard.builtin-check')`. */
export declare const builtinCheck: unique symbol;

/** What a declaration is checked against: a target, as far as its builtin tools go. */
export interface BuiltinTarget {
  readonly provider: {
    readonly name: string;
    builtinTools?(model: string): BuiltinSupport | undefined;
  };
  readonly model: string;
}

/** The builtin tools that an API has, by type: the options that each takes, and who runs its calls. */
export interface BuiltinSupport {
  readonly [type: string]: { readonly options: readonly string[]; readonly executor: Executor };
}
