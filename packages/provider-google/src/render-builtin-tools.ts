import {
  type BuiltinSupport,
  type BuiltinTool,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type ModelRequest,
  type ModelWarning,
} from '@pegboard/core/provider';
import { traitsOf } from './traits.ts';
import type { GeminiGenerationConfig, GeminiToolConfig } from './wire.ts';

export interface BuiltinTools {
  /** Entries of `tools`. */
  readonly entries: readonly JsonObject[];
  /** Answers can tell what the tools were asked and said. */
  readonly callsShow: boolean;
  readonly retrieval?: NonNullable<GeminiToolConfig['retrievalConfig']>;
  /** What makes a model draw. */
  readonly config: GeminiGenerationConfig;
}

interface WireTool {
  readonly key: string;
  /** Our option, and the API's name where it is another. `cloud`: only there, `gemini`: only at the Gemini API. */
  readonly options: Readonly<Record<string, { readonly name?: string; readonly on?: 'cloud' | 'gemini' }>>;
  readonly on?: 'cloud' | 'gemini';
  readonly callsShow?: boolean;
}

/** By our type. Source: the interface Tool of the npm package @google/genai 3.1.0. */
const wireTools: Readonly<Record<string, WireTool>> = {
  web_search: {
    key: 'googleSearch',
    callsShow: true,
    options: {
      blockedDomains: { name: 'excludeDomains', on: 'cloud' },
      excludeDomains: { on: 'cloud' },
      blockingConfidence: { on: 'cloud' },
      searchTypes: {},
      timeRangeFilter: { on: 'gemini' },
    },
  },
  web_fetch: { key: 'urlContext', callsShow: true, options: {} },
  code_execution: { key: 'codeExecution', options: {} },
  file_search: {
    key: 'fileSearch',
    on: 'gemini',
    callsShow: true,
    options: { fileSearchStoreNames: {}, metadataFilter: {}, topK: {} },
  },
  google_maps: {
    key: 'googleMaps',
    callsShow: true,
    options: { enableWidget: {}, authConfig: { on: 'cloud' }, groundingTypes: { on: 'cloud' } },
  },
};

const imageOptions = ['aspectRatio', 'imageSize', 'imageOutputOptions', 'personGeneration'];

/** The tools of a model. */
export function builtinSupport(model: string, cloud: boolean): BuiltinSupport {
  const here = cloud ? 'cloud' : 'gemini';
  const isHere = ({ on = here }: { readonly on?: 'cloud' | 'gemini' }): boolean => on === here;
  const known = Object.entries(wireTools)
    .filter(([, tool]) => isHere(tool))
    .map(([type, { options }]) => {
      const own = Object.entries(options).filter(([, option]) => isHere(option));
      return [
        type,
        [...own.map(([name]) => name), ...(type === 'code_execution' ? [] : ['userLocation'])],
      ] as const;
    });
  const all = new Map<string, readonly string[]>(known);
  if (!cloud) all.set('mcp_server', ['name', 'url', 'headers']);
  if (traitsOf(model).drawsImages) all.set('image_generation', imageOptions);
  return Object.fromEntries([...all].map(([type, options]) => [type, { options, executor: 'provider' }]));
}

/** Tools of Google by our neutral types; what it does not have is left out with a warning. */
export function renderBuiltinTools(
  { builtinTools, tools, model }: ModelRequest,
  cloud: boolean,
  warnings: ModelWarning[],
): BuiltinTools {
  const entries: JsonObject[] = [];
  const servers: JsonObject[] = [];
  const { modern, drawsImages } = traitsOf(model);
  const found: { callsShow: boolean; retrieval?: { latLng: LatLng }; config: GeminiGenerationConfig } = {
    callsShow: false,
    config: {},
  };
  const seen = new Set<string>();
  for (const tool of builtinTools) {
    if (seen.has(tool.type) && tool.type !== 'mcp_server') {
      warnings.push(toolDropped(tool.type, 'it is there already'));
      continue;
    }
    seen.add(tool.type);
    const known = Object.hasOwn(wireTools, tool.type) ? wireTools[tool.type] : undefined;
    const lacks = whyNot(tool, known, { cloud, modern, drawsImages, functions: tools.length > 0 });
    if (lacks !== undefined) warnings.push(toolDropped(tool.type, lacks));
    else if (tool.type === 'image_generation') found.config = renderImages(tool, warnings);
    else if (tool.type === 'mcp_server') servers.push(renderServer(tool, warnings));
    else if (known) {
      entries.push({ [known.key]: renderOptions(tool, known, cloud, warnings) });
      found.callsShow ||= known.callsShow === true;
      const place = toLatLng(tool, warnings);
      if (place) found.retrieval = { latLng: place };
    }
  }
  if (servers.length > 0) entries.push({ mcpServers: servers });
  return { ...found, callsShow: found.callsShow || servers.length > 0, entries };
}

interface Place {
  readonly cloud: boolean;
  readonly modern: boolean;
  readonly drawsImages: boolean;
  readonly functions: boolean;
}

function whyNot({ type, url }: BuiltinTool, known: WireTool | undefined, place: Place): string | undefined {
  if (type === 'image_generation')
    return place.drawsImages ? undefined : 'images are drawn by models of their own';
  if (type === 'mcp_server') {
    if (place.cloud) return 'Google Cloud takes no MCP servers';
    if (typeof url !== 'string') return 'its url is missing';
  } else if (!known) return 'generateContent has no such tool';
  else if (known.on === 'gemini' && place.cloud) return 'Google Cloud does not have it';
  if (!place.modern && place.functions) return 'this model takes functions or builtin tools, not both';
  return undefined;
}

const neutral: ReadonlySet<string> = new Set(['type', 'name', 'userLocation']);

function renderOptions(
  tool: BuiltinTool,
  { options }: WireTool,
  cloud: boolean,
  warnings: ModelWarning[],
): JsonObject {
  const out: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(tool)) {
    if (value === undefined || neutral.has(key)) continue;
    const option = Object.hasOwn(options, key) ? options[key] : undefined;
    if (option && (option.on === undefined || option.on === (cloud ? 'cloud' : 'gemini')))
      out[option.name ?? key] = value;
    else warnings.push(optionDropped(tool.type, key));
  }
  return out;
}

function renderServer(
  { type, name, url, headers, ...rest }: BuiltinTool,
  warnings: ModelWarning[],
): JsonObject {
  for (const key of Object.keys(rest)) warnings.push(optionDropped(type, key));
  return {
    ...(typeof name === 'string' && { name }),
    streamableHttpTransport: { url: url ?? '', ...(isJsonObject(headers) && { headers }) },
  };
}

/** Options of `imageConfig`, such as `aspectRatio` and `imageSize`. */
function renderImages(tool: BuiltinTool, warnings: ModelWarning[]): GeminiGenerationConfig {
  const known = new Set(imageOptions);
  const options = Object.entries(tool).filter(([key, value]) => key !== 'type' && value !== undefined);
  for (const [key] of options) if (!known.has(key)) warnings.push(optionDropped(tool.type, key));
  const imageConfig = Object.fromEntries(options.filter(([key]) => known.has(key)));
  return {
    responseModalities: ['TEXT', 'IMAGE'],
    ...(Object.keys(imageConfig).length > 0 && { imageConfig }),
  };
}

interface LatLng {
  readonly latitude: number;
  readonly longitude: number;
}

/** Coordinates are all that the API takes of a place. */
function toLatLng({ type, userLocation: place }: BuiltinTool, warnings: ModelWarning[]): LatLng | undefined {
  if (!isJsonObject(place)) return undefined;
  const { latitude, longitude, type: _, ...others } = place;
  for (const [key, value] of Object.entries(others))
    if (value !== undefined) warnings.push(optionDropped(type, `userLocation.${key}`));
  if (typeof latitude === 'number' && typeof longitude === 'number') return { latitude, longitude };
  if (latitude !== undefined || longitude !== undefined)
    warnings.push(optionDropped(type, 'userLocation.latitude without longitude'));
  return undefined;
}

function toolDropped(type: string, why: string): ModelWarning {
  const message = `The builtin tool "${type}" was left out: ${why}`;
  return { type: 'warning', code: 'builtin-tool-dropped', message, details: { type } };
}

function optionDropped(type: string, option: string): ModelWarning {
  const message = `The option ${option} of the builtin tool "${type}" was left out: the API has none like it`;
  return { type: 'warning', code: 'builtin-option-dropped', message, details: { type, option } };
}
