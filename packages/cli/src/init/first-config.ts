export type ConfigFormat = 'yaml' | 'json' | 'ts';

export interface FirstConfig {
  readonly model: string;
  readonly agent: string;
  /** Path of the plugin with the first tools. */
  readonly tools: string;
}

const instructions = 'Use the tools for every fact. Answer in one short paragraph.';

/** The name and the text of the first configuration. */
export function firstConfig(
  format: ConfigFormat,
  config: FirstConfig,
  ending: 'ts' | 'mts',
): { readonly name: string; readonly text: string } {
  if (format === 'json')
    return { name: 'pegboard.config.json', text: `${JSON.stringify(plain(config), null, 2)}\n` };
  return format === 'ts'
    ? { name: `pegboard.config.${ending}`, text: moduleText(config) }
    : { name: 'pegboard.config.yaml', text: yamlText(config) };
}

function plain({ model, agent, tools }: FirstConfig): object {
  return {
    $schema: './node_modules/@pegboard/config/schema.json',
    model,
    plugins: [tools],
    agents: { [agent]: { instructions, tools: ['*'] } },
  };
}

function yamlText({ model, agent, tools }: FirstConfig): string {
  return `# yaml-language-server: $schema=./node_modules/@pegboard/config/schema.json

# The model of all agents, as provider/model. To change it: this line, or PEGBOARD_MODEL=openai/gpt-6-astra.
model: ${model}

# What is used: packages (pegboard plugins add <package>) and files of your own.
plugins:
  - ${tools}

agents:
  ${agent}:
    instructions: ${instructions}
    tools: ["*"] # names and patterns, such as [time_in, "file_*", "!*_delete"]
`;
}

function moduleText({ model, agent, tools }: FirstConfig): string {
  return `import { defineConfig } from '@pegboard/config';

export default defineConfig({
  // The model of all agents, as provider/model. To change it: this line, or PEGBOARD_MODEL=openai/gpt-6-astra.
  model: '${model}',
  // What is used: packages and files of your own.
  plugins: ['${tools}'],
  agents: {
    ${/^[a-z]\w*$/i.test(agent) ? agent : `'${agent}'`}: {
      instructions: '${instructions}',
      tools: ['*'], // names and patterns, such as ['time_in', 'file_*', '!*_delete']
    },
  },
});
`;
}
