const community = (file: string): string => `@langchain/community/tools/${file}`;

/** Where well-known LangChain tools are found, so that a configuration file need only name the class. Others need `from`. */
export const knownClasses: Readonly<Record<string, string>> = {
  BraveSearch: community('brave_search'),
  Calculator: community('calculator'),
  DadJokeAPI: community('dadjokeapi'),
  DuckDuckGoSearch: community('duckduckgo_search'),
  GoogleCustomSearch: community('google_custom_search'),
  GooglePlacesAPI: community('google_places'),
  GoogleRoutesAPI: community('google_routes'),
  IFTTTWebhook: community('ifttt'),
  SearchApi: community('searchapi'),
  SearxngSearch: community('searxng_search'),
  SerpAPI: community('serpapi'),
  Serper: community('serper'),
  StackExchangeAPI: community('stackexchange'),
  WikipediaQueryRun: community('wikipedia_query_run'),
  WolframAlphaTool: community('wolframalpha'),
};
