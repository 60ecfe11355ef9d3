import type { ArgsDef } from 'citty';

/** What every command takes. */
export const commonArgs = {
  cwd: { type: 'string', valueHint: 'folder', description: 'Work there instead of here' },
  profile: { type: 'string', valueHint: 'name', description: 'A profile of the configuration' },
  color: { type: 'boolean', description: 'Colours; off with --no-color or NO_COLOR' },
  debug: { type: 'boolean', description: 'Show stack traces of errors' },
  help: { type: 'boolean', alias: 'h', description: 'Show this' },
} as const satisfies ArgsDef;
