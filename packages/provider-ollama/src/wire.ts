// The parts of POST /api/chat that we write. Checked 2026-11-20 against the type files of the npm package ollama 0.6.4 (wire.test-d.ts
// compares them); `truncate` and the ids of calls are taken by the server and missing there.

export interface OllamaRequest {
  model: string;
  messages: OllamaMessage[];
  tools?: OllamaTool[];
  stream: boolean;
  think?: OllamaThink;
  format?: 'json' | Record<string, unknown>;
  /** Seconds, or a duration such as `5m`; -1: for ever. */
  keep_alive?: string | number;
  truncate?: boolean;
  options?: OllamaSettings;
}

export type OllamaThink = boolean | 'low' | 'medium' | 'high';

/** `images` are base64 without a prefix. */
export type OllamaMessage =
  | { role: 'system'; content: string }
  | { role: 'user'; content: string; images?: string[] }
  | { role: 'assistant'; content: string; thinking?: string; tool_calls?: OllamaCall[] }
  | { role: 'tool'; content: string; tool_name: string; tool_call_id?: string };

export interface OllamaCall {
  id?: string;
  function: { name: string; arguments: Record<string, unknown> };
}

export interface OllamaTool {
  type: 'function';
  function: { name: string; description: string; parameters: Record<string, unknown> };
}

export interface OllamaSettings {
  num_ctx?: number;
  num_predict?: number;
  temperature?: number;
  top_p?: number;
  seed?: number;
  stop?: string[];
}
