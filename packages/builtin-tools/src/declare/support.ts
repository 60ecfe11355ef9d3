/**
 * Which providers of Pegboard have which builtin tools, and the options that each takes; some only for some models. Only for messages: what
 * counts is what a provider says of itself (`provider.builtinTools`), and a test compares the two.
 */
export const support: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  openai: {
    web_search: ['contextSize', 'userLocation', 'allowedDomains', 'externalWebAccess', 'filters'],
    code_execution: ['container', 'fileIds', 'memoryLimit', 'networkPolicy'],
    file_search: ['vectorStoreIds', 'maxResults', 'filters', 'rankingOptions'],
    image_generation: [
      'model',
      'size',
      'quality',
      'background',
      'outputFormat',
      'outputCompression',
      'partialImages',
      'action',
      'moderation',
      'inputFidelity',
    ],
    mcp_server: [
      'name',
      'url',
      'description',
      'authorizationToken',
      'allowedTools',
      'headers',
      'connectorId',
    ],
    tool_search: ['deferred'],
    shell: ['environment'],
  },
  anthropic: {
    web_search: [
      'maxUses',
      'allowedDomains',
      'blockedDomains',
      'userLocation',
      'allowedCallers',
      'responseInclusion',
      'version',
    ],
    web_fetch: [
      'maxUses',
      'allowedDomains',
      'blockedDomains',
      'citations',
      'maxContentTokens',
      'urlSources',
      'useCache',
      'allowedCallers',
      'responseInclusion',
      'version',
    ],
    code_execution: ['allowedCallers', 'version'],
    advisor: ['model', 'maxTokens', 'maxUses', 'caching', 'version'],
    memory: ['version'],
    bash: ['version'],
    text_editor: ['maxCharacters', 'version'],
    computer: ['displayWidthPx', 'displayHeightPx', 'displayNumber', 'enableZoom'],
    tool_search: ['variant', 'deferred', 'version'],
    mcp_server: ['name', 'url', 'authorizationToken', 'allowedTools'],
  },
  google: {
    web_search: ['searchTypes', 'timeRangeFilter', 'userLocation'],
    web_fetch: ['userLocation'],
    code_execution: [],
    file_search: ['fileSearchStoreNames', 'metadataFilter', 'topK', 'userLocation'],
    google_maps: ['enableWidget', 'userLocation'],
    mcp_server: ['name', 'url', 'headers'],
    image_generation: ['aspectRatio', 'imageSize', 'imageOutputOptions', 'personGeneration'],
  },
};

/** Options that only Gemini in Google Cloud takes. */
export const cloudOptions: Readonly<Record<string, readonly string[]>> = {
  web_search: ['blockedDomains', 'excludeDomains', 'blockingConfidence'],
  google_maps: ['authConfig', 'groundingTypes'],
};

/** Names of the providers that have a tool, and take an option of it. */
export function providersOf(type: string, option?: string): readonly string[] {
  const names = Object.entries(support).flatMap(([name, tools]) => {
    const options = Object.hasOwn(tools, type) ? tools[type] : undefined;
    return options && (option === undefined || options.includes(option)) ? [name] : [];
  });
  const inCloud = option !== undefined && cloudOptions[type]?.includes(option);
  return inCloud && !names.includes('google') ? [...names, 'google in Google Cloud'] : names;
}

/** Every option that some provider takes. */
export function optionsOf(type: string): readonly string[] {
  const all = Object.values(support).flatMap((tools) =>
    Object.hasOwn(tools, type) ? (tools[type] ?? []) : [],
  );
  return [...new Set([...all, ...(cloudOptions[type] ?? [])])];
}
