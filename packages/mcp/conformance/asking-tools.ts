// The tools of the scenarios that ask the client something.
import { type AnyTool, defineTool, type JsonObject, jsonSchema, type ToolContext } from '@pegboard/core';
import { askClient, type McpCaller } from '@pegboard/mcp';
import * as z from 'zod';

const none = { type: 'object', properties: {} } satisfies JsonObject;
const name = z.object({ name: z.string() });

function asking(toolName: string, execute: (ctx: ToolContext) => Promise<string>): AnyTool {
  return defineTool({
    name: toolName,
    description: `For the scenario of ${toolName}`,
    input: none,
    execute: (_, ctx) => execute(ctx),
  });
}

/** A form, as the scenarios want its outcome told. */
function form(toolName: string, schema: JsonObject): AnyTool {
  return asking(toolName, async (ctx) => {
    const { form: answer } = await askClient(ctx, {
      form: { elicit: { message: 'Please fill in', schema } },
    });
    const content = answer.action === 'accept' ? answer.content : {};
    return `Elicitation completed: action=${answer.action}, content=${JSON.stringify(content)}`;
  });
}

/** Wants a yes, and says so. */
function confirming(toolName: string): AnyTool {
  return asking(toolName, async (ctx) => {
    const { confirm } = await askClient(ctx, {
      confirm: { elicit: { message: 'Please confirm', schema: z.object({ ok: z.boolean() }) } },
    });
    return confirm.action === 'accept' ? 'state-ok' : 'not confirmed';
  });
}

const sampled = (text: string) => ({
  sample: { messages: [{ role: 'user' as const, content: { type: 'text' as const, text } }], maxTokens: 100 },
});

const options = ['option1', 'option2', 'option3'];
const titled = [
  { const: 'value1', title: 'First' },
  { const: 'value2', title: 'Second' },
  { const: 'value3', title: 'Third' },
];

export const askingTools: readonly AnyTool[] = [
  defineTool({
    name: 'test_elicitation',
    description: 'Asks for approval before it answers',
    input: jsonSchema<{ message: string }>({
      type: 'object',
      properties: { message: { type: 'string' } },
      required: ['message'],
    }),
    approval: ({ message }) => message,
    execute: () => 'approved',
  }),
  defineTool({
    name: 'test_sampling',
    description: 'Asks the model of the client',
    input: jsonSchema<{ prompt: string }>({
      type: 'object',
      properties: { prompt: { type: 'string' } },
      required: ['prompt'],
    }),
    execute: async ({ prompt }, ctx) => {
      const { answer } = await askClient(ctx, { answer: sampled(prompt) });
      return `LLM response: ${JSON.stringify(answer.content)}`;
    },
  }),
  form('test_elicitation_sep1034_defaults', {
    type: 'object',
    properties: {
      name: { type: 'string', default: 'John Doe' },
      age: { type: 'integer', default: 30 },
      score: { type: 'number', default: 95.5 },
      status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
      verified: { type: 'boolean', default: true },
    },
  }),
  form('test_elicitation_sep1330_enums', {
    type: 'object',
    properties: {
      untitledSingle: { type: 'string', enum: options },
      titledSingle: { type: 'string', oneOf: titled },
      legacyEnum: {
        type: 'string',
        enum: ['opt1', 'opt2', 'opt3'],
        enumNames: ['Option One', 'Option Two', 'Option Three'],
      },
      untitledMulti: { type: 'array', items: { type: 'string', enum: options } },
      titledMulti: { type: 'array', items: { anyOf: titled } },
    },
  }),
  asking('test_input_required_result_elicitation', async (ctx) => {
    const { user_name: user } = await askClient(ctx, {
      user_name: { elicit: { message: 'What is your name?', schema: name } },
    });
    return user.action === 'accept' ? `Hello, ${user.content.name}!` : 'Hello!';
  }),
  asking('test_input_required_result_sampling', async (ctx) => {
    const { capital_question: capital } = await askClient(ctx, {
      capital_question: sampled('What is the capital of France?'),
    });
    return JSON.stringify(capital.content);
  }),
  asking('test_input_required_result_list_roots', async (ctx) => {
    const { client_roots: roots } = await askClient(ctx, { client_roots: { roots: true } });
    return roots.map(({ uri }) => uri).join(', ');
  }),
  asking('test_input_required_result_multiple_inputs', async (ctx) => {
    const answers = await askClient(ctx, {
      user_name: { elicit: { message: 'What is your name?', schema: name } },
      greeting: sampled('Generate a greeting'),
      client_roots: { roots: true },
    });
    return JSON.stringify(answers);
  }),
  asking('test_input_required_result_multi_round', async (ctx) => {
    const { step1 } = await askClient(ctx, {
      step1: { elicit: { message: 'Step 1: What is your name?', schema: name } },
    });
    const { step2 } = await askClient(ctx, {
      step2: {
        elicit: { message: 'Step 2: What is your favorite color?', schema: z.object({ color: z.string() }) },
      },
    });
    return JSON.stringify([step1, step2]);
  }),
  asking('test_input_required_result_capabilities', async (ctx) => {
    const { elicit, sample } = ctx.context as McpCaller['can']; // what the server gives
    const answers = await askClient(ctx, {
      ...(elicit && { user_name: { elicit: { message: 'What is your name?', schema: name } } }),
      ...(sample && { greeting: sampled('Generate a greeting') }),
    });
    return JSON.stringify(answers);
  }),
  asking('test_missing_capability', async (ctx) =>
    JSON.stringify(await askClient(ctx, { answer: sampled('Is anybody there?') })),
  ),
  ...[
    'test_streaming_elicitation',
    'test_input_required_result_request_state',
    'test_input_required_result_tampered_state',
  ].map(confirming),
];
