import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import { GoogleGenerativeAI } from '@google/generative-ai';
import { Ollama } from 'ollama';
import OpenAI from 'openai';
import {
  anthropicMessages,
  apiKey,
  gemini,
  ollamaChat,
  openaiChat,
  openaiResponses,
  type Transport,
} from './rows.ts';
import { wires } from './wires.ts';

/** The old package has its address as an option of each model. */
function oldGoogle(baseUrl: string): Pick<GoogleGenerativeAI, 'getGenerativeModel' | 'apiKey'> {
  const client = new GoogleGenerativeAI(apiKey);
  return { apiKey, getGenerativeModel: (params) => client.getGenerativeModel(params, { baseUrl }) };
}

/** Every wire format with everything that can carry it. */
export const transports: readonly Transport[] = [
  ...wires,
  openaiChat('openai', (baseURL) => ({ client: new OpenAI({ baseURL, apiKey }) })),
  openaiResponses('openai', (baseURL) => ({ client: new OpenAI({ baseURL, apiKey }) })),
  anthropicMessages('@anthropic-ai/sdk', (baseURL) => ({ client: new Anthropic({ baseURL, apiKey }) })),
  gemini('@google/genai', (baseUrl) => ({
    client: new GoogleGenAI({ apiKey, apiVersion: 'v1beta', httpOptions: { baseUrl } }),
  })),
  gemini('@google/generative-ai', (origin) => ({ client: oldGoogle(origin) })),
  ollamaChat('ollama', (host) => ({ client: new Ollama({ host }) })),
];
