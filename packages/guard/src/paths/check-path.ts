import { failure, refusal } from '../refusal.ts';

/** What file systems take in one name, in bytes of UTF-8. */
const maxNameBytes = 255;
const maxPathBytes = 4_000;

/** How a path is named in messages: as it was given, on one line. */
export function quoted(path: string): string {
  const text = path.length > 120 ? `${path.slice(0, 120)}…` : path;
  return JSON.stringify(text.toWellFormed());
}

/**
 * The names of a path that was given in relation to a root, `..` included; whether they stay in it shows when they are walked.
 * An absolute path counts when it begins with one of `roots`. Throws `invalid-input` for what no path looks like, `permission` for the rest.
 */
export function checkPath(path: string, roots: readonly string[]): readonly string[] {
  checkText(path);
  const inside = relativeTo(path, roots);
  if (inside === undefined) {
    throw refusal(
      `The path ${quoted(path)} is outside of the folder`,
      'Paths are relative to it',
      'Leave out the leading / or ~, and name a file inside',
    );
  }
  const names = inside.split('/').filter((name) => name !== '' && name !== '.');
  for (const name of names) checkName(name, path);
  return names;
}

function checkText(path: string): void {
  const problem = textProblem(path);
  if (problem === undefined) return;
  throw failure('invalid-input', {
    what: 'A path cannot be used',
    evidence: `${quoted(path)} ${problem}`,
    fix: 'Write a path such as notes/today.md',
  });
}

function textProblem(path: string): string | undefined {
  if (!path.isWellFormed()) return 'holds half a character';
  if (/\p{Cc}/u.test(path)) return 'holds a control character';
  if (path.includes('\\')) return 'holds a backslash; folders are separated by /';
  if (Buffer.byteLength(path) > maxPathBytes) return `is longer than ${maxPathBytes} bytes`;
  return undefined;
}

function relativeTo(path: string, roots: readonly string[]): string | undefined {
  const root = roots.find((start) => path === start || path.startsWith(start === '/' ? start : `${start}/`));
  if (root !== undefined) return path.slice(root.length);
  return path.startsWith('/') || /^~(\/|$)/.test(path) || isDrive(path) ? undefined : path;
}

function isDrive(path: string): boolean {
  return process.platform === 'win32' && /^[a-z]:/i.test(path);
}

function checkName(name: string, path: string): void {
  if (Buffer.byteLength(name) > maxNameBytes) {
    throw failure('invalid-input', {
      what: 'A path cannot be used',
      evidence: `The name ${quoted(name.slice(0, 40))} in it has more than ${maxNameBytes} bytes`,
      fix: 'Use a shorter name',
    });
  }
  if (process.platform === 'win32' && (/[<>:"|?*]|[. ]$/.test(name) || isDevice(name)) && name !== '..') {
    throw refusal(
      `The path ${quoted(path)} may not be used`,
      `Windows takes ${quoted(name)} for something else`,
    );
  }
}

/** Names that Windows takes for devices, whatever follows them after a dot. */
function isDevice(name: string): boolean {
  return /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])(\.|$)/i.test(name);
}
