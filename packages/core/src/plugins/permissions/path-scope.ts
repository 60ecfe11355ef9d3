/** Whether a path is one of those granted or lies below one. Nothing is read: links are the host's concern. */
export function isInside(scope: string, path: string): boolean {
  const [outer, inner] = [segmentsOf(scope), segmentsOf(path)];
  // `..` below `.` is above it.
  return outer.every((segment, index) => segment === inner[index]) && inner[outer.length] !== '..';
}

/** The parts of a path without `.`, `..` resolved. The first tells where it begins: `/`, `C:` or `.`; what climbs out of that keeps its `..`. */
function segmentsOf(path: string): readonly string[] {
  const slashed = path.replaceAll('\\', '/');
  const drive = /^[a-zA-Z]:(?=\/|$)/.exec(slashed)?.[0].toUpperCase();
  const root = drive ?? (slashed.startsWith('/') ? '/' : '.');
  const segments: string[] = [];
  for (const segment of slashed.slice(drive?.length ?? 0).split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    else if (root === '.') segments.push('..');
  }
  return [root, ...segments];
}
