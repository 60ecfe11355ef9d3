// The client that the conformance runner starts: `client.ts <url>`, with the scenario in the environment. One agent run does what a
// model would: it lists the tools and calls each of them.
import process from 'node:process';
import {
  ClientCredentialsProvider,
  CrossAppAccessProvider,
  PrivateKeyJwtProvider,
  requestJwtAuthorizationGrant,
} from '@modelcontextprotocol/client';
import { Agent, type AnyTool, type JsonObject, type JsonSchema, type JsonValue } from '@pegboard/core';
import { isJsonObject } from '@pegboard/core/provider';
import { type McpAuth, mcpServer, oauth } from '@pegboard/mcp';
import { oneCall } from '../src/server/one-call.ts';

const scenario = process.env['MCP_CONFORMANCE_SCENARIO'] ?? '';
const context = JSON.parse(process.env['MCP_CONFORMANCE_CONTEXT'] ?? '{}') as Record<string, string> & {
  readonly toolCalls?: readonly { readonly name: string; readonly arguments: JsonObject }[];
};
const url = process.argv.at(-1) ?? '';
const metadataUrl = 'https://conformance-test.local/client-metadata.json';

await using server = mcpServer({
  url,
  auth: auth(),
  onElicit: ({ mode, schema }: JsonObject) =>
    mode === 'form' ? { action: 'accept', content: answers(schema) } : { action: 'accept' },
  reconnect: { attempts: 1 },
});
const run = { context: undefined, messages: [], runId: 'run', turn: 1, signal: new AbortController().signal };
const tools = await server.list(run);
const { capabilities } = await server.info();
if (capabilities.resources) {
  for (const { uri } of await server.listResources()) await server.readResource(uri);
}
if (capabilities.prompts) {
  for (const { name, arguments: args = [] } of await server.listPrompts()) {
    await server.getPrompt(name, Object.fromEntries(args.map((arg) => [arg.name, 'value'])));
  }
}
const calls = context.toolCalls ?? tools.map((tool) => ({ name: tool.name, arguments: argumentsFor(tool) }));
for (const call of calls) await callTool(tools, call.name, call.arguments);

async function callTool(offered: readonly AnyTool[], name: string, args: JsonObject): Promise<void> {
  const agent = new Agent({
    provider: oneCall(name, args),
    model: 'any',
    tools: offered,
    limits: { turns: 1 },
  });
  const { calls: made } = await agent.run('Go');
  const [record] = made.all;
  process.stdout.write(`${name}: ${record?.status} ${record?.error ?? JSON.stringify(record?.result)}\n`);
}

function argumentsFor({ name, inputSchema }: AnyTool): JsonObject {
  // The scenario wants back what the client knows of the first tool.
  if (name === 'json_schema_echo') return { schema: tools[0]?.inputSchema ?? {} };
  return sample(inputSchema) as JsonObject;
}

/** The values of a form that a user leaves as they are. */
function answers(schema: JsonValue | undefined): JsonObject {
  return scenario.includes('defaults') || !isJsonObject(schema) ? {} : (sample(schema) as JsonObject);
}

/** The least value that fits a schema. */
function sample(schema: JsonSchema): JsonValue {
  const { type, properties = {}, required = [], enum: choices, default: preset, const: fixed } = schema;
  if (fixed !== undefined) return fixed;
  if (preset !== undefined) return preset;
  if (Array.isArray(choices)) return choices[0] ?? null;
  if (type === 'number' || type === 'integer') return 1;
  if (type === 'boolean') return true;
  if (type === 'array') return [];
  if (type === 'string') return 'value';
  const names = required as readonly string[];
  return Object.fromEntries(
    names.map((name) => [name, sample((properties as Record<string, JsonSchema>)[name] ?? {})]),
  );
}

function auth(): McpAuth {
  const {
    client_id: clientId = '',
    client_secret: clientSecret = '',
    private_key_pem: privateKey = '',
  } = context;
  if (scenario === 'auth/client-credentials-basic')
    return new ClientCredentialsProvider({ clientId, clientSecret });
  if (scenario === 'auth/client-credentials-jwt') {
    return new PrivateKeyJwtProvider({
      clientId,
      privateKey,
      algorithm: context['signing_algorithm'] ?? 'ES256',
    });
  }
  if (context['idp_id_token'] !== undefined) return crossAppAccess(context['idp_id_token']);
  return oauth({
    dpop: scenario.startsWith('auth/dpop'),
    redirectUrl: 'http://localhost:3000/callback',
    // The user says yes at once: the authorization server sends them straight back.
    authorize: async (address) => {
      const response = await fetch(address, { redirect: 'manual' });
      return response.headers.get('location') ?? '';
    },
    clientMetadataUrl: metadataUrl,
    ...(clientId !== '' && { clientId, clientSecret }),
  });
}

function crossAppAccess(idToken: string): McpAuth {
  return new CrossAppAccessProvider({
    clientId: context['client_id'] ?? '',
    clientSecret: context['client_secret'] ?? '',
    assertion: async ({ authorizationServerUrl, resourceUrl, scope, fetchFn }) => {
      const { jwtAuthGrant } = await requestJwtAuthorizationGrant({
        tokenEndpoint: context['idp_token_endpoint'] ?? '',
        audience: authorizationServerUrl,
        resource: resourceUrl,
        idToken,
        clientId: context['idp_client_id'] ?? '',
        ...(scope !== undefined && { scope }),
        fetchFn,
      });
      return jwtAuthGrant;
    },
  });
}
