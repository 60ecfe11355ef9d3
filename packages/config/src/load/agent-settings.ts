import { agentKeys, type CheckedAgent, type CheckedConfig } from '../check/config-schema.ts';

/** The name of the agent that a configuration without `agents` has. */
const onlyAgent = 'agent';

/** Settings of which an agent's are laid over those at the top, member by member. */
const merged = ['limits', 'timeouts', 'settings', 'toolConfig', 'providerOptions'] as const;

/** Every agent with what it takes from the top of the configuration. Sections are its own only. */
export function agentSettings(config: CheckedConfig): ReadonlyMap<string, CheckedAgent> {
  const shared = Object.fromEntries(
    Object.entries(config).filter(([key]) => agentKeys.includes(key)),
  ) as CheckedAgent;
  const entries = Object.entries(config.agents ?? { [onlyAgent]: {} });
  return new Map(entries.map(([name, own]) => [name, withShared(shared, own)]));
}

function withShared(shared: CheckedAgent, own: CheckedAgent): CheckedAgent {
  const both = merged.flatMap((key) =>
    shared[key] && own[key] ? [[key, { ...shared[key], ...own[key] }]] : [],
  );
  // Rules of the top hold for all: an agent can only add to them.
  const approval = [own.approval, shared.approval].filter((rules) => rules !== undefined);
  return { ...shared, ...own, ...Object.fromEntries(both), ...(approval.length > 0 && { approval }) };
}
