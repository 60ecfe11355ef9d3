import {
  anthropicMessages,
  apiKey,
  gemini,
  ollamaChat,
  openaiChat,
  openaiResponses,
  type Transport,
} from './rows.ts';

/** Every wire format, carried by Pegboard's own HTTP. */
export const wires: readonly Transport[] = [
  openaiChat('HTTP', (baseURL) => ({ baseURL, apiKey })),
  openaiResponses('HTTP', (baseURL) => ({ baseURL, apiKey })),
  anthropicMessages('HTTP', (baseURL) => ({ baseURL, apiKey })),
  gemini('HTTP', (origin) => ({ baseURL: `${origin}/v1beta`, apiKey })),
  ollamaChat('HTTP', (baseURL) => ({ baseURL })),
];
