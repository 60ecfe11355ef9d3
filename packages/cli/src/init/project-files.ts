import { type ConfigFormat, firstConfig } from './first-config.ts';
import { firstTools } from './first-tools.ts';
import { type KnownProvider, knownProviders } from './known-providers.ts';
import { firstManifest } from './first-manifest.ts';

export interface Answers {
  readonly model: string;
  readonly agent: string;
  readonly format: ConfigFormat;
}

export interface ProjectFile {
  readonly name: string;
  readonly text: string;
}

/** The provider of a model that `init` knows of. */
export function providerOf(model: string): KnownProvider | undefined {
  return knownProviders.find(({ name }) => name === model.split('/')[0]);
}

/** What a new project is made of. `folder` is the name of its folder; where the package.json that is there does not say `module`, files with `import` need an `m` in their ending. */
export function projectFiles(
  { model, agent, format }: Answers,
  folder: string,
  isModule: boolean,
): readonly ProjectFile[] {
  const isLocal = model.startsWith('local/');
  // TypeScript where this Node reads it; the same text is JavaScript.
  const ending = isModule ? 'ts' : 'mts';
  const tools = `./tools.${process.features.typescript ? ending : 'mjs'}`;
  return [
    firstConfig(format, { model, agent, tools }, ending),
    { name: tools.slice(2), text: firstTools(isLocal) },
    { name: '.env.example', text: envText(model) },
    { name: '.gitignore', text: 'node_modules/\n.env\n.pegboard/\n' },
    { name: 'package.json', text: firstManifest(folder, agent, providerOf(model)) },
  ];
}

function envText(model: string): string {
  const lines = knownProviders.flatMap(({ name, key }) =>
    key === undefined ? [] : `${model.startsWith(`${name}/`) ? '' : '# '}${key}=`,
  );
  return `# Copy this to .env, which pegboard reads and git ignores, and fill in the keys that you have.\n${lines.join('\n')}\n\n# The model, in place of the configured one:\n# PEGBOARD_MODEL=openai/gpt-6-astra\n`;
}
