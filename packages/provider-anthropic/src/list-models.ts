import {
  type CallInfo,
  type HttpResponse,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type ModelInfo,
  toInvalidResponse,
} from '@pegboard/core/provider';
import { toApiError } from './errors.ts';
import { textOf } from './read-server-tools.ts';

export interface ModelSource {
  /** Sends a GET to a path under the host. */
  readonly get: (path: string, signal: AbortSignal) => Promise<HttpResponse>;
  readonly provider: string;
  readonly secrets: () => readonly string[];
  /** What is known besides; what the host says wins. */
  readonly find: (model: string) => ModelInfo | undefined;
}

/** The models that the host offers, newest first. */
export async function listModels(source: ModelSource, signal: AbortSignal): Promise<readonly ModelInfo[]> {
  const found: ModelInfo[] = [];
  let after = '';
  for (;;) {
    const response = await source.get(`/v1/models?limit=1000${after}`, signal);
    const { status, headers } = response;
    const call = { provider: source.provider, model: '', headers, secrets: source.secrets() };
    const text = await response.text();
    if (status < 200 || status >= 300) throw toApiError(status, text, call);
    const page = parsePage(text, call);
    found.push(...page.models.map((model) => toInfo(model, source.find)));
    if (page.next === undefined) return found;
    after = `&after_id=${encodeURIComponent(page.next)}`;
  }
}

function parsePage(
  text: string,
  call: CallInfo,
): { models: readonly JsonObject[]; next: string | undefined } {
  let page: unknown;
  try {
    page = JSON.parse(text);
  } catch (cause) {
    throw toInvalidResponse('The list of models is no JSON', call, cause);
  }
  if (!isJsonObject(page) || !Array.isArray(page.data))
    throw toInvalidResponse('It has no list of models', call);
  const models = page.data.filter((model) => isJsonObject(model) && typeof model.id === 'string');
  const next = page.has_more === true && typeof page.last_id === 'string' ? page.last_id : undefined;
  return { models: models.filter(isJsonObject), next };
}

function toInfo(model: JsonObject, find: ModelSource['find']): ModelInfo {
  const id = textOf(model.id);
  const known = find(id);
  const { max_input_tokens: context, max_tokens: output, retires_at: end } = model;
  const capabilities = { ...known?.capabilities, ...toCapabilities(model.capabilities) };
  return {
    ...known,
    id,
    ...(typeof context === 'number' && { contextTokens: context }),
    ...(typeof output === 'number' && { maxOutputTokens: output }),
    ...(typeof end === 'string' && { endsOn: end.slice(0, 10) }),
    ...(Object.keys(capabilities).length > 0 && { capabilities }),
  };
}

function toCapabilities(value: JsonValue | undefined): NonNullable<ModelInfo['capabilities']> {
  const given = isJsonObject(value) ? value : {};
  const flag = (name: string): boolean | undefined => {
    const entry = given[name];
    return isJsonObject(entry) && typeof entry.supported === 'boolean' ? entry.supported : undefined;
  };
  const found = {
    vision: flag('image_input'),
    documents: flag('pdf_input'),
    reasoning: flag('thinking'),
    structuredOutput: flag('structured_outputs'),
  };
  return Object.fromEntries(Object.entries(found).filter(([, supported]) => supported !== undefined));
}
