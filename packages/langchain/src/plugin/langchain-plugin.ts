import { jsonSchema } from '@pegboard/core';
import { definePlugin, defineSection } from '@pegboard/core/plugin';
import { type LangChainToolEntry, toolsFromConfig } from './tools-from-config.ts';

const text = { type: 'string', minLength: 1 };

const schema = jsonSchema<readonly LangChainToolEntry[]>({
  type: 'array',
  items: {
    anyOf: [
      text,
      {
        type: 'object',
        properties: {
          use: { ...text, description: 'Name of the class, such as WikipediaQueryRun.' },
          from: { ...text, description: 'The module that exports it; well-known classes need none.' },
          config: { description: 'What its constructor takes; a list holds its arguments.' },
          name: { ...text, description: "In place of the tool's own name." },
          description: text,
          timeoutMs: { type: 'number', exclusiveMinimum: 0 },
          trust: { enum: ['trusted', 'untrusted'] },
        },
        required: ['use'],
        additionalProperties: false,
      },
    ],
  },
});

/** LangChain tools for configuration files: the key `langchainTools`. */
export const plugin = definePlugin({
  name: '@pegboard/langchain',
  api: 1,
  sections: {
    langchainTools: defineSection({
      description: 'LangChain tools by class name, or as { use, from, config }.',
      schema,
      apply: async (entries) => ({ tools: await toolsFromConfig(entries) }),
    }),
  },
  setup: () => undefined,
});
