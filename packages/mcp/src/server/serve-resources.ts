import {
  type ReadResourceResult,
  type Resource,
  ResourceNotFoundError,
  type ResourceTemplateType,
  type Server,
  type ServerContext,
  UriTemplate,
} from '@modelcontextprotocol/server';
import { answerWithQuestions } from './answer-with-questions.ts';
import { callerOf } from './caller-of.ts';
import { orInternal } from './or-internal.ts';
import type { RequestScope } from './request-scope.ts';
import {
  type ResourceBody,
  type ResourceFacts,
  type ServedContext,
  type ServedResource,
  type ServedResourceTemplate,
  servedTo,
} from './served-content.ts';

type AnyResource = ServedResource | ServedResourceTemplate;

/** Answers requests for resources. `watched` gets what a client of the older protocol wants to be told of. */
export function serveResources(server: Server, scope: RequestScope, watched: Set<string>): void {
  const all = (ctx: ServerContext): Promise<readonly AnyResource[]> =>
    servedTo(scope.options.resources, callerOf(ctx, scope.capabilities()));
  server.setRequestHandler('resources/list', (_, ctx) =>
    orInternal(scope, 'The list of resources', async () => ({
      resources: (await all(ctx)).flatMap((one) => (one.uri === undefined ? [] : [describe(one)])),
    })),
  );
  server.setRequestHandler('resources/templates/list', (_, ctx) =>
    orInternal(scope, 'The list of resources', async () => ({
      resourceTemplates: (await all(ctx)).flatMap((one) =>
        one.uri === undefined ? [describeTemplate(one)] : [],
      ),
    })),
  );
  server.setRequestHandler('resources/read', ({ params: { uri } }, ctx) =>
    orInternal(scope, 'The resource', async () => {
      const resources = await all(ctx);
      return answerWithQuestions(scope, ctx, ['resource', uri], (asking) => read(resources, uri, asking));
    }),
  );
  server.setRequestHandler('resources/subscribe', async ({ params: { uri } }) => {
    const [oldest] = watched;
    if (watched.size >= mostWatched && oldest !== undefined) watched.delete(oldest);
    watched.add(uri);
    return {};
  });
  server.setRequestHandler('resources/unsubscribe', async ({ params: { uri } }) => {
    watched.delete(uri);
    return {};
  });
}

/** Of one client. */
const mostWatched = 1_000;

function describe({ uri, size, ...facts }: ServedResource): Resource {
  return { uri, ...factsOf(facts), ...(size !== undefined && { size }) };
}

function describeTemplate({ uriTemplate, ...facts }: ServedResourceTemplate): ResourceTemplateType {
  return { uriTemplate, ...factsOf(facts) };
}

function factsOf({ name, title, description, mimeType }: ResourceFacts): ResourceFacts {
  return {
    name,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(mimeType !== undefined && { mimeType }),
  };
}

async function read(
  resources: readonly AnyResource[],
  uri: string,
  ctx: ServedContext,
): Promise<ReadResourceResult> {
  for (const one of resources) {
    const body = await bodyOf(one, uri, ctx);
    if (body !== undefined) return { contents: [render(uri, body, one.mimeType)] };
  }
  throw new ResourceNotFoundError(uri);
}

async function bodyOf(one: AnyResource, uri: string, ctx: ServedContext): Promise<ResourceBody | undefined> {
  if (one.uri !== undefined) return one.uri === uri ? one.read(ctx) : undefined;
  const variables = variablesOf(one, uri);
  return variables && one.read(variables, ctx);
}

function variablesOf(
  { uriTemplate }: ServedResourceTemplate,
  uri: string,
): Readonly<Record<string, string>> | undefined {
  const found = new UriTemplate(uriTemplate).match(uri);
  if (!found) return undefined;
  const entries = Object.entries(found).map(([name, value]) => [name, decoded(String(value))] as const);
  return Object.fromEntries(entries);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function render(uri: string, body: ResourceBody, mimeType?: string): ReadResourceResult['contents'][number] {
  return typeof body === 'string'
    ? { uri, mimeType: mimeType ?? 'text/plain', text: body }
    : { uri, mimeType: mimeType ?? 'application/octet-stream', blob: base64(body) };
}

function base64(bytes: Uint8Array): string {
  let text = '';
  // In parts: a call takes so many arguments and no more.
  for (let at = 0; at < bytes.length; at += 32_768)
    text += String.fromCodePoint(...bytes.subarray(at, at + 32_768));
  return btoa(text);
}
