import type { Problem } from './plugin-problem.ts';
import type { Registration } from './registration.ts';

/** Whose each name is, by kind and name; every kind has names of its own. */
export type Owners = Map<string, string>;

/** A name that something of the plugin shares with something that is there, or with itself. */
export function clashOf(registration: Registration, owners: Owners): Problem | undefined {
  const mine = `plugin "${registration.name}"`;
  const seen = new Set<string>();
  for (const [kind, name] of namesOf(registration)) {
    const key = keyOf(kind, name);
    const owner = owners.get(key) ?? (seen.has(key) ? mine : undefined);
    seen.add(key);
    if (owner === undefined) continue;
    const twice = owner === mine;
    return {
      cause: twice
        ? `it has two ${plurals[kind]} of the name "${name}"`
        : `its ${kind} "${name}" has the name of one of ${owner}`,
      hint:
        kind === 'tool' && !twice
          ? `Give one plugin another namespace: { plugin, as: 'other' }`
          : 'Remove or rename one of them',
    };
  }
  return undefined;
}

/** Enters the names of a plugin. */
export function enterNames(registration: Registration, owners: Owners): void {
  for (const [kind, name] of namesOf(registration))
    owners.set(keyOf(kind, name), `plugin "${registration.name}"`);
}

export function keyOf(kind: Kind, name: string): string {
  return `${kind} ${name}`;
}

export type Kind = 'tool' | 'provider' | 'memory' | 'section' | 'command' | 'service';

const plurals: Readonly<Record<Kind, string>> = {
  tool: 'tools',
  provider: 'providers',
  memory: 'memories',
  section: 'sections',
  command: 'commands',
  service: 'services',
};

function namesOf(registration: Registration): readonly (readonly [Kind, string])[] {
  const { tools, providers, memories, sections, commands, services } = registration;
  const named = (kind: Kind, names: readonly string[]): readonly (readonly [Kind, string])[] =>
    names.map((name) => [kind, name]);
  return [
    ...named(
      'tool',
      tools.map(({ name }) => name),
    ),
    ...named(
      'provider',
      providers.map(({ name }) => name),
    ),
    ...named('memory', Object.keys(memories)),
    ...named('section', [...sections.keys()]),
    ...named(
      'command',
      commands.map(({ name }) => name),
    ),
    ...named(
      'service',
      services.map(({ token }) => token.service),
    ),
  ];
}
