// What only calls need that are not to the letter, in one piece: it is loaded with the first such call.
export { readArguments } from '../recovery/read-arguments.ts';
export { resolveToolName } from '../recovery/resolve-tool-name.ts';
export { formatIssues } from '../schema/format-issues.ts';
export { encodeValue } from './encode-value.ts';
