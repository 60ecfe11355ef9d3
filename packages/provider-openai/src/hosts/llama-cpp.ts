import { defineHost } from './define-host.ts';

/** llama-server of llama.cpp on this machine; needs no key unless it was started with one. Source: https://github.com/ggml-org/llama.cpp */
export const llamaCpp = defineHost({
  name: 'llama-cpp',
  baseURL: 'http://localhost:8080/v1',
  apiKeyEnv: 'LLAMA_API_KEY',
  keyless: true,
  quirks: { streamUsage: true, parallelKey: true, imageUrls: false },
});
