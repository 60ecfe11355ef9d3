import { isJsonObject, type JsonObject, type Transport, type WireAnswer } from '@pegboard/core/provider';

/** Hands on the error of a generation that the host could not read as an answer, since the codec may be able to. */
export function withFailedGenerations(transport: Transport): Transport {
  return async (call) => {
    const answer = await transport(call);
    if (!('response' in answer) || answer.response.status !== 400) return answer;
    const { response, url, secrets } = answer;
    const text = await response.text(1_048_576);
    const failed = readFailure(text);
    if (failed !== undefined)
      return { answer: { ...failed, status: 400 }, headers: response.headers, url, secrets };
    return { response: { ...response, text: async () => text }, url, secrets } satisfies WireAnswer;
  };
}

function readFailure(text: string): JsonObject | undefined {
  if (!text.includes('failed_generation')) return undefined;
  try {
    const body: unknown = JSON.parse(text);
    return isJsonObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}
