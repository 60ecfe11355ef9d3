/**
 * What was thrown, as one line that may be shown to a model: the message only, no stack, no absolute paths, cut to 500 characters.
 * Anything may be thrown, strings and nothing included.
 */
export function describeError(thrown: unknown): string {
  const message = clean(rawMessage(thrown).slice(0, 4_000)).slice(0, 500);
  return message.toWellFormed().trim() || 'unknown error';
}

function rawMessage(thrown: unknown): string {
  if (typeof thrown === 'string') return thrown;
  if (typeof thrown === 'object' && thrown !== null) {
    try {
      const { message } = thrown as { message?: unknown };
      if (typeof message === 'string') return message;
    } catch {
      return '';
    }
  }
  return typeof thrown === 'number' || typeof thrown === 'boolean' ? String(thrown) : '';
}

/** Absolute paths of POSIX and Windows, and file URLs, keep only their last segment. */
function clean(message: string): string {
  return message
    .replace(/file:\/\/\/?[^\s'")]+/g, lastSegment)
    .replace(/(?<![\w:/])\/(?:[^\s/'":)]+\/)+[^\s/'":)]*/g, lastSegment)
    .replace(/\b[A-Za-z]:\\(?:[^\s\\'"]+\\)+[^\s\\'"]*/g, lastSegment);
}

function lastSegment(path: string): string {
  return path.split(/[/\\]/).findLast(Boolean) ?? path;
}
