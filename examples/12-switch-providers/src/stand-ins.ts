// For this repository only: hosts on 127.0.0.1 that speak the vendors' wire formats and refuse what the vendors would refuse.
import type { Provider } from '@pegboard/core';
import { anthropic } from '@pegboard/provider-anthropic';
import { google } from '@pegboard/provider-google';
import { ollama } from '@pegboard/provider-ollama';
import { openai } from '@pegboard/provider-openai';
import {
  anthropicMessagesWire,
  googleGenerateContentWire,
  ollamaChatWire,
  openaiResponsesWire,
  type WireFormat,
} from '@pegboard/testing';
import { openHost } from 'scenarios';
import { answerByRules } from './answer-by-rules.ts';

export interface StandIns extends AsyncDisposable {
  readonly providers: readonly Provider[];
  readonly models: readonly string[];
}

const apiKey = 'no-key-needed';

/** Behind each host fixed rules stand in for a language model. */
export async function openStandIns(): Promise<StandIns> {
  await using stack = new AsyncDisposableStack();
  const open = async (wire: WireFormat): Promise<string> => {
    const host = stack.use(await openHost(wire));
    host.always(answerByRules);
    return host.origin;
  };
  const providers = [
    openai({ baseURL: `${await open(openaiResponsesWire)}/v1`, apiKey, api: 'responses' }),
    anthropic({ baseURL: await open(anthropicMessagesWire), apiKey }),
    google({ baseURL: `${await open(googleGenerateContentWire)}/v1beta`, apiKey }),
    ollama({ baseURL: await open(ollamaChatWire) }),
  ];
  const models = [
    'openai/gpt-6-astra',
    'anthropic/claude-sonnet-5-5',
    'google/gemini-3.8-flash',
    'ollama/qwen3',
  ];
  const opened = stack.move();
  return { providers, models, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}
