import { ToolFailure } from '@pegboard/core';
import { nearestLines } from './nearest-lines.ts';

export interface Edited {
  readonly text: string;
  readonly replaced: number;
  /** Of the first change, counted from 1. */
  readonly line: number;
}

export interface Replacement {
  readonly path: string;
  readonly oldText: string;
  readonly newText: string;
  /** Undefined where the model cannot ask for it. */
  readonly replaceAll: boolean | undefined;
}

/** Throws `ToolFailure` with what the model needs to do better: the nearest text, or the lines among which it has to choose. */
export function replaceText(text: string, { path, newText, ...rest }: Replacement): Edited {
  const asked = rest.oldText;
  if (asked === newText)
    throw new ToolFailure('The old and the new text are the same: there is nothing to change.');
  // Models write line feeds, also for files that have carriage returns before them.
  const isDos = !text.includes(asked) && text.includes('\r\n');
  const oldText = isDos ? toDos(asked) : asked;
  const places = placesOf(text, oldText);
  const [first] = places;
  if (first === undefined)
    throw new ToolFailure(`The text is not in "${path}". ${nearestLines(text, asked)}`);
  if (places.length > 1 && !rest.replaceAll) {
    const lines = places.slice(0, 10).map((at) => lineAt(text, at));
    const orAll = rest.replaceAll === undefined ? '' : ', or set replace_all';
    throw new ToolFailure(
      `The text is ${places.length} times in "${path}", in lines ${lines.join(', ')}${places.length > 10 ? ' and others' : ''}. Take more of the lines around the place that you mean${orAll}.`,
    );
  }
  const pieces = text.split(oldText);
  return {
    text: pieces.join(isDos ? toDos(newText) : newText),
    replaced: places.length,
    line: lineAt(text, first),
  };
}

function toDos(text: string): string {
  return text.replace(/\r?\n/g, '\r\n');
}

function placesOf(text: string, part: string): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) places.push(at);
  return places;
}

function lineAt(text: string, at: number): number {
  let line = 1;
  for (let end = text.indexOf('\n'); end >= 0 && end < at; end = text.indexOf('\n', end + 1)) line++;
  return line;
}
