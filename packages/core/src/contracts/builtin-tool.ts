import type { JsonValue } from './json.ts';

/** A tool that the provider itself runs, such as `{ type: 'web_search', contextSize: 'high' }`. */
export interface BuiltinTool {
  readonly type: string;
  readonly [option: string]: JsonValue | undefined;
}
