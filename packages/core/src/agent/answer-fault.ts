import type { Origin } from '../contracts/message.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { Answer } from './receive-answer.ts';

/** The error of an answer that ended without a `finish`, or that the model has ended with an error. */
export function answerFault(answer: Answer | undefined, asked: Origin): ProviderError {
  if (!answer)
    return new ProviderError({
      code: 'truncated',
      ...asked,
      retryable: true,
      what: `The answer of ${asked.provider} ended early`,
      evidence: `the stream of ${asked.model} closed without a finish event`,
      fix: 'Try again. Report it to its author; testProvider of @pegboard/testing shows such faults',
    });
  const { origin, finish } = answer;
  return new ProviderError({
    code: 'invalid-response',
    ...origin,
    retryable: false,
    what: 'The model ended its answer with an error',
    evidence: `finish reason ${finish.raw ?? finish.unified} of ${origin.model}`,
    fix: 'Ask again (a run by agent.resume), or use another model',
  });
}
