/** Names of providers here that are spelt otherwise in the conventions. Others, such as `openai` and `anthropic`, are the same or their own. */
const spellings: ReadonlyMap<string, string> = new Map([
  ['google', 'gcp.gemini'],
  ['gemini', 'gcp.gemini'],
  ['vertex', 'gcp.vertex_ai'],
  ['azure', 'azure.ai.openai'],
  ['bedrock', 'aws.bedrock'],
  ['mistral', 'mistral_ai'],
  ['xai', 'x_ai'],
  ['watsonx', 'ibm.watsonx.ai'],
]);

/** The value of `gen_ai.provider.name` for a provider's name. */
export function providerName(name: string | undefined): string {
  return name === undefined ? 'unknown' : (spellings.get(name) ?? name);
}
