// The parts of the Messages format that we write or read. Source: POST /v1/messages, checked 2026-11-21 against the type files
// of the npm package @anthropic-ai/sdk 1.11.0 (wire.test-d.ts compares them).

export interface WireText {
  type: 'text';
  text: string;
}

export type WireImage = {
  type: 'image';
  source:
    | { type: 'base64'; media_type: WireImageType; data: string }
    | { type: 'url'; url: string }
    | { type: 'file'; file_id: string };
};

export type WireImageType = 'image/jpeg' | 'image/png' | 'image/gif' | 'image/webp';

export interface WireDocument {
  type: 'document';
  source:
    | { type: 'base64'; media_type: 'application/pdf'; data: string }
    | { type: 'text'; media_type: 'text/plain'; data: string }
    | { type: 'url'; url: string }
    | { type: 'file'; file_id: string };
  title?: string;
  context?: string;
  citations?: { enabled: boolean };
}

export interface WireUpload {
  type: 'container_upload';
  file_id: string;
}

export interface WireToolUse {
  type: 'tool_use';
  id: string;
  name: string;
  input: Record<string, unknown>;
}

export interface WireToolResult {
  type: 'tool_result';
  tool_use_id: string;
  content?: string | (WireText | WireImage | WireDocument)[];
  is_error?: boolean;
}

export interface WireThinking {
  type: 'thinking';
  thinking: string;
  signature: string;
}

export interface WireRedactedThinking {
  type: 'redacted_thinking';
  data: string;
}

export type WireBlock =
  | WireText
  | WireImage
  | WireDocument
  | WireUpload
  | WireToolUse
  | WireToolResult
  | WireThinking
  | WireRedactedThinking;

export interface WireTool {
  name: string;
  description?: string;
  input_schema: { type: 'object'; [keyword: string]: unknown };
  strict?: boolean;
  defer_loading?: boolean;
}

export type WireToolChoice =
  | { type: 'auto' | 'any'; disable_parallel_tool_use?: boolean }
  | { type: 'none' }
  | { type: 'tool'; name: string; disable_parallel_tool_use?: boolean };

export type WireThinkingConfig =
  | { type: 'enabled'; budget_tokens: number }
  | { type: 'adaptive'; display: 'summarized' }
  | { type: 'disabled' }
  | { type: 'between_tools' };

export interface WireOutputConfig {
  effort?: 'low' | 'medium' | 'high' | 'max';
  format?: { type: 'json_schema'; schema: Record<string, unknown> };
}

export interface WireCacheControl {
  type: 'ephemeral';
  ttl?: '5m' | '1h';
}
