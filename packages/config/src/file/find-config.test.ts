import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findConfig } from '@pegboard/config';
import { project } from '../project.test-util.ts';

describe('findConfig', () => {
  it.each(['ts', 'mts', 'js', 'mjs', 'json', 'jsonc', 'yaml', 'yml'])(
    'finds pegboard.config.%s',
    (extension) => {
      const cwd = project({ [`pegboard.config.${extension}`]: '' });
      expect(findConfig(cwd)).toBe(join(cwd, `pegboard.config.${extension}`));
    },
  );

  it('looks upward, and the nearest counts', () => {
    const root = project({
      'pegboard.config.yaml': '',
      'a/pegboard.config.json': '{}',
      'a/b/c/x.txt': '',
      'd/x.txt': '',
    });
    expect(findConfig(join(root, 'a/b/c'))).toBe(join(root, 'a/pegboard.config.json'));
    expect(findConfig(join(root, 'd'))).toBe(join(root, 'pegboard.config.yaml'));
  });

  it('stops at the root of the repository', () => {
    const root = project({ 'pegboard.config.yaml': '', 'repository/inner/x.txt': '' });
    mkdirSync(join(root, 'repository/.git'));
    expect(findConfig(join(root, 'repository/inner'))).toBeUndefined();
  });

  it('refuses two in one folder, and names both', () => {
    const cwd = project({ 'pegboard.config.yaml': '', 'pegboard.config.ts': '' });
    expect(() => findConfig(cwd)).toThrow(
      /pegboard\.config\.ts and .*pegboard\.config\.yaml|pegboard\.config\.yaml and .*pegboard\.config\.ts/,
    );
    expect(() => findConfig(cwd)).toThrow(expect.objectContaining({ name: 'ConfigError' }) as Error);
  });

  it('takes no other name for a configuration', () => {
    expect(
      findConfig(project({ 'pegboard.config.toml': '', 'xpegboard.config.ts': '', 'node_modules/x': '' })),
    ).toBeUndefined();
  });
});
