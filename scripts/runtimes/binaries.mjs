import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run } from '../lib/workspace.mjs';

/** Kept between runs. They are no devDependencies: every `npm start` of a newcomer would fetch their 190 MB. */
const FOLDER = '.cache/runtimes';
const { platform, arch } = process;
const exe = platform === 'win32' ? '.exe' : '';
const os = (windows) => (platform === 'win32' ? windows : platform);

/** The oldest Node that the packages promise to run on. */
function oldestNode() {
  const { engines } = JSON.parse(readFileSync('packages/core/package.json', 'utf8'));
  return `${/\d+\.\d+/.exec(engines.node)[0]}.0`;
}

/** The npm packages with the bare programs for this machine. They need no install script. */
const PROGRAMS = [
  {
    kind: 'Node',
    version: oldestNode(),
    from: `node-${os('win')}-${arch}`,
    file: `bin/node${exe}`,
  },
  {
    kind: 'Bun',
    version: '1.4.5',
    from: `@oven/bun-${os('windows')}-${arch === 'arm64' ? 'aarch64' : arch}`,
    file: `bin/bun${exe}`,
  },
  {
    kind: 'Deno',
    version: '2.9.6',
    from: `@deno/${platform}-${arch}${platform === 'linux' ? '-glibc' : ''}`,
    file: `deno${exe}`,
  },
  {
    kind: 'workerd',
    version: '1.20261117.1',
    from: `@cloudflare/workerd-${os('windows')}-${arch === 'x64' ? '64' : arch}`,
    file: `bin/workerd${exe}`,
  },
];

/** The path of a program, if its package is installed in that version. */
function installed({ from, version, file }) {
  const folder = resolve(FOLDER, 'node_modules', from);
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return undefined;
  // Node's packages write v22.13.0.
  const isSame = JSON.parse(readFileSync(manifest, 'utf8')).version.replace(/^v/, '') === version;
  return isSame ? join(folder, file) : undefined;
}

/** Optional dependencies: a machine for which one of them is not built gets the others. Returns what npm says when it fails. */
function install() {
  const optionalDependencies = Object.fromEntries(PROGRAMS.map(({ from, version }) => [from, version]));
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, 'package.json'), JSON.stringify({ private: true, optionalDependencies }));
  const flags = ['--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error'];
  const { ok, output } = run('npm', ['install', ...flags], { cwd: FOLDER });
  return ok ? 'Is it built for this machine, and can npm reach its registry?' : output;
}

/** Node at its oldest, Bun, Deno and workerd, fetched when not yet here: `{ kind, version, command }`, or `missing` with the reason. */
export function installRuntimes() {
  const why = PROGRAMS.every(installed) ? '' : install();
  return PROGRAMS.map((program) => {
    const { kind, version, from } = program;
    const command = installed(program);
    if (command !== undefined) return { kind, version, command };
    return { kind, version, missing: `npm did not install ${from}@${version}. ${why}` };
  });
}

/** Chromium of this machine. */
export function findChromium() {
  for (const command of ['chromium', 'chromium-browser', 'google-chrome']) {
    const { ok, stdout } = run(command, ['--version']);
    if (ok) return { kind: 'Chromium', version: /[\d.]+/.exec(stdout)?.[0] ?? stdout, command };
  }
  return { kind: 'Chromium', version: '', missing: 'Install the Debian package chromium.' };
}
