import { abortCases } from './cases/abort.ts';
import { answerCases } from './cases/answers.ts';
import { chunkingCases } from './cases/chunking.ts';
import { failureCases } from './cases/failures.ts';
import { finishCases } from './cases/finish.ts';
import { foreignCases } from './cases/foreign.ts';
import { historyCases } from './cases/histories.ts';
import { oneShotCases } from './cases/one-shot.ts';
import { opaqueCases } from './cases/opaque.ts';
import { requestCases } from './cases/requests.ts';
import { retryHeaderCases } from './cases/retry-headers.ts';
import { stateCases } from './cases/state.ts';
import { toolCallCases } from './cases/tool-calls.ts';
import { toolTurnCases } from './cases/tool-turns.ts';
import type { ProviderCase } from './provider-case.ts';

/** Every obligation of the Provider contract as data, for runners other than vitest. */
export const providerCases: readonly ProviderCase[] = [
  ...answerCases,
  ...finishCases,
  ...toolCallCases,
  ...chunkingCases,
  ...oneShotCases,
  ...requestCases,
  ...historyCases,
  ...toolTurnCases,
  ...foreignCases,
  ...opaqueCases,
  ...failureCases,
  ...retryHeaderCases,
  ...abortCases,
  ...stateCases,
];
