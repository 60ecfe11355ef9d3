import {
  type CallInfo,
  type HttpOptions,
  isJsonObject,
  isPegboardError,
  type JsonObject,
  type JsonValue,
  type ModelInfo,
  resolveApiKey,
  sendHttp,
  toInvalidResponse,
  toNetworkError,
} from '@pegboard/core/provider';
import { toApiError } from './errors.ts';

export interface ModelSource {
  readonly provider: string;
  readonly baseURL: string;
  readonly keyVariable: string;
  readonly options: HttpOptions;
  /** What is known besides; what the host says wins. */
  readonly find: (model: string) => ModelInfo | undefined;
}

/** The models of the host that answer generateContent. */
export async function listModels(source: ModelSource, signal: AbortSignal): Promise<readonly ModelInfo[]> {
  signal.throwIfAborted();
  const { apiKey, allowBrowser } = source.options;
  const key = await resolveApiKey({ apiKey, allowBrowser, signal, variable: source.keyVariable });
  const found: ModelInfo[] = [];
  for (let page = ''; ;) {
    const list = await getPage(source, page, key, signal);
    const models = Array.isArray(list.models)
      ? (list.models as readonly JsonValue[]).filter(isJsonObject)
      : [];
    found.push(...models.flatMap((model) => toInfo(model, source.find)));
    if (typeof list.nextPageToken !== 'string' || list.nextPageToken === '') return found;
    page = `&pageToken=${encodeURIComponent(list.nextPageToken)}`;
  }
}

async function getPage(
  { provider, baseURL, options }: ModelSource,
  page: string,
  key: string,
  signal: AbortSignal,
): Promise<JsonObject> {
  const { fetch, ca, headers = {} } = options;
  const url = `${baseURL.replace(/\/+$/, '')}/models?pageSize=1000${page}`;
  const call: CallInfo = { provider, model: '', headers: {}, secrets: [key] };
  try {
    const request = {
      url,
      method: 'GET',
      headers: { 'x-goog-api-key': key, ...headers },
      signal,
      fetch,
      ca,
    } as const;
    const response = await sendHttp(request);
    const text = await response.text();
    if (response.status < 200 || response.status >= 300)
      throw toApiError(response.status, text, { ...call, headers: response.headers });
    return parse(text, call);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw isPegboardError(error) ? error : toNetworkError({ ...call, url, error });
  }
}

function parse(text: string, call: CallInfo): JsonObject {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (cause) {
    throw toInvalidResponse('The list of models is no JSON', call, cause);
  }
  if (!isJsonObject(list)) throw toInvalidResponse('It is no list of models', call);
  return list;
}

/** The Gemini API names the methods of a model `supportedGenerationMethods`. */
function toInfo(model: JsonObject, find: ModelSource['find']): ModelInfo[] {
  const {
    name,
    inputTokenLimit: input,
    outputTokenLimit: output,
    thinking,
    supportedGenerationMethods,
  } = model;
  const methods = Array.isArray(supportedGenerationMethods)
    ? supportedGenerationMethods
    : ['generateContent'];
  if (typeof name !== 'string' || !methods.includes('generateContent')) return [];
  const id = name.replace(/^models\//, '');
  const known = find(id);
  const capabilities = {
    ...known?.capabilities,
    ...(typeof thinking === 'boolean' && { reasoning: thinking }),
  };
  const info = {
    ...known,
    id,
    ...(typeof input === 'number' && { contextTokens: input }),
    ...(typeof output === 'number' && { maxOutputTokens: output }),
    ...(Object.keys(capabilities).length > 0 && { capabilities }),
  };
  return [info];
}
