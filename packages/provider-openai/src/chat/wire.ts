import type { JsonObject } from '@pegboard/core/provider';

// The parts of the Chat Completions format that we write or read. Source: POST /v1/chat/completions, checked 2026-11-20
// against the type files of the npm package openai 7.55.0 (wire.test-d.ts compares them).

export type ChatMessage =
  | { role: 'system' | 'developer'; content: string | ChatTextPart[] }
  | { role: 'user'; content: string | ChatUserPart[] }
  | { role: 'assistant'; content: string | ChatAssistantPart[] | null; tool_calls?: ChatToolCall[] }
  | { role: 'tool'; tool_call_id: string; content: string };

/** What some compatible hosts take besides. */
export type HostMessage =
  | Exclude<ChatMessage, { role: 'user' | 'assistant' }>
  | { role: 'user'; content: string | HostUserPart[] }
  | HostAssistant;

export interface HostAssistant {
  role: 'assistant';
  content: string | HostAssistantPart[] | null;
  tool_calls?: HostToolCall[];
  reasoning_content?: string;
  reasoning?: string;
  reasoning_details?: JsonObject[];
  extra_content?: JsonObject;
}

export type HostUserPart = ChatUserPart | { type: 'video_url'; video_url: { url: string } };

export type HostAssistantPart =
  | ChatAssistantPart
  | { type: 'thinking'; thinking: { type: 'text'; text: string }[] };

export interface HostToolCall extends ChatToolCall {
  extra_content?: JsonObject;
}

export interface ChatTextPart {
  type: 'text';
  text: string;
}

export type ChatAssistantPart = ChatTextPart | { type: 'refusal'; refusal: string };

export type ChatUserPart =
  | ChatTextPart
  | { type: 'image_url'; image_url: { url: string; detail?: 'auto' | 'low' | 'high' } }
  | { type: 'input_audio'; input_audio: { data: string; format: 'wav' | 'mp3' } }
  | { type: 'file'; file: { filename: string; file_data: string } | { file_id: string } };

export interface ChatToolCall {
  id: string;
  type: 'function';
  function: { name: string; arguments: string };
}

export interface ChatTool {
  type: 'function';
  function: { name: string; description: string; parameters: Record<string, unknown>; strict?: boolean };
}

export type ChatToolChoice = 'none' | 'auto' | 'required' | { type: 'function'; function: { name: string } };

export interface ChatResponseFormat {
  type: 'json_schema';
  json_schema: { name: string; description?: string; schema: Record<string, unknown>; strict: boolean };
}

/** A chunk of a stream, or a whole answer. Hosts leave out and add what they like: nothing is certain. */
export interface ChatChunk {
  id?: string | null;
  model?: string | null;
  choices?: readonly ChatChoice[] | null;
  usage?: object | null;
  error?: unknown;
  status?: unknown;
}

export interface ChatChoice {
  index?: number | null;
  /** In a chunk. */
  delta?: ChatDelta | null;
  /** In a whole answer. */
  message?: ChatDelta | null;
  finish_reason?: string | null;
}

export interface ChatDelta {
  content?: string | null | readonly unknown[];
  refusal?: string | null;
  tool_calls?: readonly (ChatToolCallDelta | null)[] | null;
  annotations?: readonly (ChatAnnotation | null)[] | null;
  /** Some compatible hosts. */
  reasoning_content?: string | null;
  reasoning?: unknown;
  reasoning_details?: unknown;
  extra_content?: unknown;
}

export interface ChatToolCallDelta {
  index?: number | null;
  id?: string | null;
  function?: { name?: string | null; arguments?: string | object | null } | null;
  extra_content?: unknown;
}

export interface ChatAnnotation {
  type?: string;
  url_citation?: { url?: string; title?: string };
}
