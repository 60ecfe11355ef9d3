import { readFile } from 'node:fs/promises';

/** The mount points below a folder, as real paths; none where the system does not tell. */
export async function mountsBelow(root: string): Promise<readonly string[]> {
  const text = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '');
  const start = root === '/' ? root : `${root}/`;
  return text
    .split('\n')
    .map((line) => unescaped(line.split(' ')[4] ?? ''))
    .filter((point) => point.startsWith(start) && point !== start);
}

/** Which mount an open file belongs to; undefined where the system does not tell. */
export async function mountOf(fd: number): Promise<string | undefined> {
  const text = await readFile(`/proc/self/fdinfo/${fd}`, 'utf8').catch(() => '');
  return /^mnt_id:\s*(\d+)$/m.exec(text)?.[1];
}

/** Blanks, tabs, line ends and backslashes are written in octal there. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
}
