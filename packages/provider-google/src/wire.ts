// The parts of generateContent that we write or read. Source: POST /v1beta/models/{model}:generateContent, checked 2026-11-20 against the
// type files of the npm package @google/genai 3.1.0 (wire.test-d.ts compares them).

export interface GeminiContent {
  role: 'user' | 'model';
  parts: GeminiPart[];
}

/** Exactly one of the data fields. */
export interface GeminiPart {
  text?: string;
  inlineData?: GeminiBlob;
  fileData?: GeminiFile;
  functionCall?: { name: string; args: Record<string, unknown>; id?: string };
  functionResponse?: GeminiFunctionResponse;
  executableCode?: Record<string, unknown>;
  codeExecutionResult?: Record<string, unknown>;
  toolCall?: Record<string, unknown>;
  toolResponse?: Record<string, unknown>;
  thought?: boolean;
  thoughtSignature?: string;
  videoMetadata?: Record<string, unknown>;
}

/** `data` is base64. */
export interface GeminiBlob {
  mimeType: string;
  data: string;
}

export interface GeminiFile {
  fileUri: string;
  mimeType?: string;
}

export interface GeminiFunctionResponse {
  id?: string;
  name: string;
  response: { output: unknown } | { error: string };
  parts?: GeminiResponsePart[];
}

export interface GeminiResponsePart {
  inlineData?: GeminiBlob;
  fileData?: GeminiFile;
}

export interface GeminiFunction {
  name: string;
  description: string;
  parametersJsonSchema?: Record<string, unknown>;
}

export interface GeminiToolConfig {
  functionCallingConfig?: { mode: 'ANY' | 'NONE'; allowedFunctionNames?: string[] };
  retrievalConfig?: { latLng: { latitude: number; longitude: number } };
  includeServerSideToolInvocations?: boolean;
}

export interface GeminiGenerationConfig {
  maxOutputTokens?: number;
  temperature?: number;
  topP?: number;
  stopSequences?: string[];
  seed?: number;
  responseMimeType?: 'application/json';
  responseJsonSchema?: Record<string, unknown>;
  responseModalities?: string[];
  imageConfig?: Record<string, unknown>;
  thinkingConfig?: GeminiThinking;
}

export interface GeminiThinking {
  includeThoughts?: boolean;
  thinkingLevel?: ThinkingLevel;
  thinkingBudget?: number;
}

export type ThinkingLevel = 'MINIMAL' | 'LOW' | 'MEDIUM' | 'HIGH';
