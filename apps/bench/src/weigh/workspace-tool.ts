import { fileURLToPath } from 'node:url';

/** The path of a program that the workspace's root installs. */
export function workspaceTool(name: string): string {
  return fileURLToPath(new URL(`../../../../node_modules/.bin/${name}`, import.meta.url));
}
