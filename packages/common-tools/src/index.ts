export { aciTools } from './aci/aci-tools.ts';
export { arxivSearch } from './arxiv-search/arxiv-search.ts';
export { braveSearch } from './brave-search/brave-search.ts';
export { duckduckgoSearch } from './duckduckgo-search/duckduckgo-search.ts';
export { exaSearch } from './exa-search/exa-search.ts';
export { githubIssues } from './github/github-issues.ts';
export { githubReadFile } from './github/github-read-file.ts';
export { githubSearch } from './github/github-search.ts';
export { github } from './github/github.ts';
export { openMeteoWeather } from './open-meteo-weather/open-meteo-weather.ts';
export { searxngSearch } from './searxng-search/searxng-search.ts';
export { semanticScholar } from './semantic-scholar/semantic-scholar.ts';
export { sendEmail } from './send-email/send-email.ts';
export { serviceTool } from './service/service-tool.ts';
export { slackPost } from './slack-post/slack-post.ts';
export { tavilySearch } from './tavily-search/tavily-search.ts';
export { wikipedia } from './wikipedia/wikipedia.ts';

export type { AciOptions } from './aci/aci-tools.ts';
export type { GithubOptions } from './github/github.ts';
export type { SearchAnswer, SearchHit } from './search/search-answer.ts';
export type {
  CommonOptions,
  KeyDefinition,
  Refusal,
  Service,
  ServiceCall,
  ServiceRequest,
  ServiceToolDefinition,
  ServiceToolFactory,
  TextAnswer,
} from './service/service-definition.ts';
