import type {
  GetPromptResult,
  Prompt,
  PromptArgument,
  Server,
  ServerContext,
} from '@modelcontextprotocol/server';
import { answerWithQuestions } from './answer-with-questions.ts';
import { callerOf } from './caller-of.ts';
import { orInternal } from './or-internal.ts';
import { refused } from './refused.ts';
import type { RequestScope } from './request-scope.ts';
import {
  type ServedArgument,
  type ServedContext,
  type ServedMessage,
  type ServedPrompt,
  servedTo,
} from './served-content.ts';

/** Answers requests for prompts. */
export function servePrompts(server: Server, scope: RequestScope): void {
  const all = (ctx: ServerContext): Promise<readonly ServedPrompt[]> =>
    servedTo(scope.options.prompts, callerOf(ctx, scope.capabilities()));
  server.setRequestHandler('prompts/list', (_, ctx) =>
    orInternal(scope, 'The list of prompts', async () => ({ prompts: (await all(ctx)).map(describe) })),
  );
  server.setRequestHandler('prompts/get', ({ params: { name, arguments: given = {} } }, ctx) =>
    orInternal(scope, `The prompt ${name.slice(0, 100)}`, async () => {
      const prompt = (await all(ctx)).find((one) => one.name === name);
      if (!prompt) throw refused(`Unknown prompt: ${name.slice(0, 100)}`);
      const args = checked(prompt, given);
      return answerWithQuestions(scope, ctx, ['prompt', name, given], (asking) => get(prompt, args, asking));
    }),
  );
}

function describe({ name, title, description, arguments: args = [] }: ServedPrompt): Prompt {
  return {
    name,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(args.length > 0 && { arguments: args.map(describeArgument) }),
  };
}

function describeArgument({ name, description, required }: ServedArgument): PromptArgument {
  return {
    name,
    ...(description !== undefined && { description }),
    ...(required !== undefined && { required }),
  };
}

function checked(
  { name, arguments: args = [] }: ServedPrompt,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const missing = args.filter((one) => one.required && given[one.name] === undefined);
  if (missing.length > 0)
    throw refused(`The prompt ${name} needs ${missing.map((one) => one.name).join(', ')}`);
  const known = args.flatMap((one) => {
    const value = given[one.name];
    return value === undefined ? [] : [[one.name, value] as const];
  });
  return Object.fromEntries(known);
}

async function get(
  { messages, description }: ServedPrompt,
  args: Readonly<Record<string, string>>,
  ctx: ServedContext,
): Promise<GetPromptResult> {
  const said = await messages(args, ctx);
  const list: readonly ServedMessage[] = typeof said === 'string' ? [{ role: 'user', content: said }] : said;
  return {
    ...(description !== undefined && { description }),
    messages: list.map(({ role, content }) => ({
      role,
      content: typeof content === 'string' ? { type: 'text', text: content } : content,
    })),
  };
}
