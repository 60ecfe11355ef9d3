import { createHash } from 'node:crypto';

const mark = 'PegboardSeal';

/**
 * Opaque state as a strict server gives it out. It is bound to `content`, so that the server can tell later whether it, or
 * what it belongs to, was changed. Like the real ones it holds characters that JSON and URLs treat with care.
 */
export function seal(content: string, note = ''): string {
  return `${mark}.${note}.${digest(`${note}\0${content}`)}`;
}

/** Whether `value` is what `seal` gave out for `content`. */
export function isSealOf(value: string, content: string): boolean {
  const [start, note = '', ...rest] = value.split('.');
  return start === mark && rest.length === 1 && value === seal(content, note);
}

/** The note in a seal; empty in what is none. */
export function noteOf(value: string): string {
  const [start, note = ''] = value.split('.');
  return start === mark ? note : '';
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
