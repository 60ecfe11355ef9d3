/** One content block as JSON text, with what its place in the conversation depends on. */
export type RenderedBlock =
  | PlainBlock
  /** What was thought goes back only to the model that thought it. */
  | { readonly kind: 'thinking'; readonly json: string; readonly model: string }
  | CallBlock
  | ResultBlock
  /** A call that the host runs, and its result. */
  | { readonly kind: 'server-call' | 'server-result'; readonly json: string; readonly id: string };

export interface PlainBlock {
  readonly kind: 'plain';
  readonly json: string;
}

export interface CallBlock {
  readonly kind: 'call';
  readonly id: string;
  readonly name: string;
  /** The block after its id, without the closing brace. */
  readonly rest: string;
}

export interface ResultBlock {
  readonly kind: 'result';
  readonly id: string;
  /** Blocks as JSON text. */
  readonly content: readonly string[];
  readonly failed: boolean;
}

export function textBlock(text: string): PlainBlock {
  return { kind: 'plain', json: JSON.stringify({ type: 'text', text }) };
}

export function blockJson(block: RenderedBlock): string {
  if (block.kind === 'call') return `{"type":"tool_use","id":${JSON.stringify(block.id)}${block.rest}}`;
  if (block.kind !== 'result') return block.json;
  const content = block.content.length === 0 ? '' : `,"content":[${block.content.join(',')}]`;
  const failed = block.failed ? ',"is_error":true' : '';
  return `{"type":"tool_result","tool_use_id":${JSON.stringify(block.id)}${content}${failed}}`;
}
