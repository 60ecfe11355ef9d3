import type { RunState } from '../contracts/run-state.ts';
import type { AnyTool } from '../contracts/tool.ts';
import type { ConfigError } from '../errors/config-error.ts';
import { invalidState } from './invalid-state.ts';

/** Throws `ConfigError` when a state was made by another major version of the agent, or of a tool whose call is not done. */
export function checkVersions(
  { agent, handoffs, calls }: RunState,
  { tools, version }: { readonly tools: readonly AnyTool[]; readonly version?: string | undefined },
): void {
  if (!handoffs && differs(agent.version, version)) throw changed('The agent', agent.version, version);
  for (const { phase, name, toolVersion } of calls) {
    if (phase === 'settled') continue;
    const tool = tools.find((known) => known.name === name);
    if (tool && differs(toolVersion, tool.version))
      throw changed(`Tool "${name}"`, toolVersion, tool.version);
  }
}

/** Nothing said is nothing known. */
function differs(before: string | undefined, now: string | undefined): boolean {
  return before !== undefined && now !== undefined && majorOf(before) !== majorOf(now);
}

/** Before 1.0 every minor version may break: https://semver.org/#spec-item-4 */
function majorOf(version: string): string {
  const [, major, minor] = /^v?(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  if (major === undefined) return version;
  return major === '0' ? `0.${minor ?? 0}` : major;
}

function changed(what: string, before = '', now = ''): ConfigError {
  return invalidState(
    `${what} has changed since this run was paused`,
    `the state was made with version ${before}, this is ${now}`,
    "Resume it with the version that it was made with, or pass { versionChange: 'accept' }",
  );
}
