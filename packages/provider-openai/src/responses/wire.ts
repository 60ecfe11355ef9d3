import type { JsonObject } from '@pegboard/core/provider';

// The parts of the Responses format that we write or read. Source: POST /v1/responses, checked 2026-11-20 against the
// type files of the npm package openai 7.55.0 (wire.test-d.ts compares them).

export type InputItem =
  | { role: 'system' | 'user'; content: string | InputContent[] }
  | { role: 'assistant'; content: string; phase?: Phase }
  | OutputMessage
  | FunctionCall
  | { type: 'function_call_output'; call_id: string; output: string | InputContent[] };

export type Phase = 'commentary' | 'final_answer';

export type InputContent =
  | { type: 'input_text'; text: string }
  | {
      type: 'input_image';
      detail: 'auto' | 'low' | 'high' | 'original';
      image_url?: string;
      file_id?: string;
    }
  | { type: 'input_file'; filename?: string; file_data?: string; file_url?: string; file_id?: string };

/** An answer's text, with the id that the API gave it. */
export interface OutputMessage {
  type: 'message';
  id: string;
  role: 'assistant';
  status: ItemStatus;
  phase?: Phase;
  content: OutputContent[];
}

export type ItemStatus = 'in_progress' | 'completed' | 'incomplete';

export type OutputContent =
  | { type: 'output_text'; text: string; annotations: never[] }
  | { type: 'refusal'; refusal: string };

export interface FunctionCall {
  type: 'function_call';
  /** Absent: a call that another API or model made. */
  id?: string;
  call_id: string;
  name: string;
  arguments: string;
  /** Of a tool that the model has found by itself. */
  namespace?: string;
}

export interface FunctionTool {
  type: 'function';
  name: string;
  description: string;
  parameters: Record<string, unknown>;
  strict: boolean;
}

export type ResponsesToolChoice = 'none' | 'auto' | 'required' | { type: 'function'; name: string };

export interface TextFormat {
  type: 'json_schema';
  name: string;
  description?: string;
  schema: Record<string, unknown>;
  strict: boolean;
}

/** A whole answer. Hosts leave out and add what they like: nothing is certain. */
export interface ResponseBody {
  id?: unknown;
  model?: unknown;
  status?: unknown;
  output?: unknown;
  usage?: unknown;
  error?: unknown;
  incomplete_details?: unknown;
}

/** An output item: a message, a call, reasoning, something that the API ran itself, or what nobody knows yet. */
export type OutputItem = JsonObject;
