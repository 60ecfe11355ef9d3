import type { ProviderSubject } from '../provider/provider-subject.ts';
import type { WireFormat } from '../provider/wire-format.ts';
import { bodyMutants } from './provider-body-mutants.ts';
import { callMutants } from './provider-call-mutants.ts';
import { eventMutants } from './provider-event-mutants.ts';
import { failureMutants } from './provider-failure-mutants.ts';
import { historyMutants } from './provider-history-mutants.ts';
import type { ProviderMutant } from './provider-mutant.ts';
import { requestMutants } from './provider-request-mutants.ts';
import { stateMutants } from './provider-state-mutants.ts';
import { turnMutants } from './provider-turn-mutants.ts';
import { anthropicMessagesMutants } from './wires/anthropic-messages-mutants.ts';
import { anthropicStateMutants } from './wires/anthropic-state-mutants.ts';
import { googleGenerateContentMutants } from './wires/google-generate-content-mutants.ts';
import { googleSignatureMutants } from './wires/google-signature-mutants.ts';
import { ollamaChatMutants } from './wires/ollama-chat-mutants.ts';
import { openaiChatMutants } from './wires/openai-chat-mutants.ts';
import { openaiItemMutants } from './wires/openai-item-mutants.ts';
import { openaiResponsesMutants } from './wires/openai-responses-mutants.ts';

const everyWire: readonly ProviderMutant[] = [
  ...eventMutants,
  ...callMutants,
  ...stateMutants,
  ...failureMutants,
  ...requestMutants,
  ...historyMutants,
  ...turnMutants,
  ...bodyMutants,
];

const oneWire: Readonly<Record<string, readonly ProviderMutant[]>> = {
  'openai.chat': openaiChatMutants,
  'openai.responses': [...openaiItemMutants, ...openaiResponsesMutants],
  'anthropic.messages': [...anthropicStateMutants, ...anthropicMessagesMutants],
  'google.generate-content': [...googleSignatureMutants, ...googleGenerateContentMutants],
  'ollama.chat': ollamaChatMutants,
};

/** Wrong providers that `testProvider` is proved by on this wire: those of every wire, then those that only it can have. */
export function providerMutants({ codec }: WireFormat): readonly ProviderMutant[] {
  return [...everyWire, ...((Object.hasOwn(oneWire, codec) && oneWire[codec]) || [])];
}

/** The subject as the mutant makes it. */
export function mutate(subject: ProviderSubject, { wrap, tamper }: ProviderMutant): ProviderSubject {
  const { request, response } = tamper ?? {};
  return {
    ...subject,
    tamper: {
      ...(request && { request: (body) => request(body, subject.wire) }),
      ...(response && { response }),
    },
    async create(setup) {
      const provider = await subject.create(setup);
      return wrap ? wrap(provider) : provider;
    },
  };
}
