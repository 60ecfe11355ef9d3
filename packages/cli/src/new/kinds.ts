import type { NewNames } from './names.ts';

/** What is different in the package.json of each kind of package. */
export interface NewKind {
  readonly template: 'tool-plugin' | 'provider' | 'memory';
  readonly description: (name: string) => string;
  readonly manifest: (names: NewNames) => Readonly<Record<string, unknown>>;
}

const kebab = ({ namespace }: NewNames): string => namespace.replaceAll('_', '-');

export const toolPluginKind: NewKind = {
  template: 'tool-plugin',
  description: (name) => `Tools for Pegboard agents: ${name}`,
  manifest: ({ namespace }) => ({ namespace }),
};

export const providerKind: NewKind = {
  template: 'provider',
  description: (name) => `A provider of models for Pegboard: ${name}`,
  manifest: (names) => ({
    permissions: { net: [`api.${kebab(names)}.example`], env: [`${names.namespace.toUpperCase()}_API_KEY`] },
  }),
};

export const memoryKind: NewKind = {
  template: 'memory',
  description: (name) => `A memory for Pegboard agents: ${name}`,
  manifest: () => ({}),
};
