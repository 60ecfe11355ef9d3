export { encodeValue } from '../tools/encode-value.ts';
export { isToolReturn } from '../tools/result.ts';
export { selectTools } from '../tools/select-tools.ts';
export { isTool } from '../tools/tool-brand.ts';

export type { Encoded } from '../tools/encode-value.ts';
