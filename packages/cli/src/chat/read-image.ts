import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, resolve } from 'node:path';
import { image, type UserPart } from '@pegboard/core';
import { CommandError } from '../shell/command-error.ts';

const mostBytes = 20_000_000;

/** Reads an image file as a part of a message. Takes paths as terminals paste them: quoted, escaped, with `~`. */
export async function readImage(text: string, cwd: string): Promise<UserPart> {
  const bare = text
    .trim()
    .replace(/^(['"])(.*)\1$/, '$2')
    .replace(/\\ /g, ' ')
    .replace(/^~(?=\/)/, homedir());
  const path = resolve(cwd, bare);
  const { size } = await stat(path).catch((cause: unknown) => {
    throw noImage(bare, 'There is no such file', cause);
  });
  if (size > mostBytes) throw noImage(bare, `It has ${Math.round(size / 1e6)} MB, at most 20 are sent`);
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw noImage(bare, 'It cannot be read', cause);
  });
  try {
    return { ...image(bytes), filename: basename(path) };
  } catch (cause) {
    throw noImage(bare, 'It is no PNG, JPEG, GIF or WebP', cause);
  }
}

function noImage(path: string, why: string, cause?: unknown): CommandError {
  return new CommandError({
    code: 'invalid-input',
    what: `The image ${path} is not attached`,
    evidence: why,
    fix: 'Write /image and the path of an image',
    cause,
  });
}
