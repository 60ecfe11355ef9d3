import {
  type CallInfo,
  type HttpResponse,
  isJsonObject,
  type JsonValue,
  type ModelInfo,
  toInvalidResponse,
} from '@pegboard/core/provider';
import { toApiError } from './errors.ts';

export interface ModelSource {
  readonly provider: string;
  /** Sends `GET /api/tags`. */
  readonly get: (
    signal: AbortSignal,
  ) => Promise<{ readonly response: HttpResponse; readonly secrets: readonly string[] }>;
  readonly find: (model: string) => ModelInfo | undefined;
}

/** The models that are installed, with what the table knows of them. */
export async function listModels(
  { provider, get, find }: ModelSource,
  signal: AbortSignal,
): Promise<readonly ModelInfo[]> {
  const { response, secrets } = await get(signal);
  const call: CallInfo = { provider, model: '', headers: response.headers, secrets };
  const text = await response.text();
  if (response.status < 200 || response.status >= 300) throw toApiError(response.status, text, call);
  return modelsIn(text, call).flatMap((entry) => {
    if (!isJsonObject(entry)) return [];
    // `name` and `model` say the same; old servers have only the first.
    const { name, model = name } = entry;
    return typeof model === 'string' && model !== '' ? [{ ...find(model), id: model }] : [];
  });
}

function modelsIn(text: string, call: CallInfo): readonly JsonValue[] {
  let page: unknown;
  try {
    page = JSON.parse(text);
  } catch (cause) {
    throw toInvalidResponse('The list of models is no JSON', call, cause);
  }
  const list = isJsonObject(page) ? page.models : undefined;
  // A server without models says null.
  if (list === null) return [];
  if (!Array.isArray(list)) throw toInvalidResponse('It has no list of models', call);
  return list as readonly JsonValue[]; // parsed JSON
}
