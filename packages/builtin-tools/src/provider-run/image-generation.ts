import type { BuiltinTool, JsonObject } from '@pegboard/core';
import { type DeclarationOptions, declareBuiltin } from '../declare/declare-builtin.ts';

/** Each option is followed by the providers that take it. Gemini draws with models of their own. */
export interface ImageGenerationOptions extends DeclarationOptions {
  /** openai */
  readonly model?: string;
  /** Such as 1024x1536. openai */
  readonly size?: string;
  /** openai */
  readonly quality?: 'low' | 'medium' | 'high' | 'xhigh' | 'max' | 'auto';
  /** openai */
  readonly background?: 'transparent' | 'opaque' | 'auto';
  /** openai */
  readonly outputFormat?: 'png' | 'webp' | 'jpeg' | 'gif' | 'svg';
  /** 0 to 100. openai */
  readonly outputCompression?: number;
  /** Pictures on the way to the final one: 0 to 3. openai */
  readonly partialImages?: number;
  /** openai */
  readonly action?: 'generate' | 'edit' | 'auto';
  /** openai */
  readonly moderation?: 'auto' | 'low';
  /** How closely an edit keeps to the picture. openai */
  readonly inputFidelity?: 'high' | 'low';
  /** Such as 16:9. google */
  readonly aspectRatio?: string;
  /** Such as 2K. google */
  readonly imageSize?: string;
  /** google */
  readonly personGeneration?: string;
  /** google */
  readonly imageOutputOptions?: JsonObject;
}

/** The model draws. Pictures come back as media: in the result of a call, or as parts of the answer. */
export function imageGeneration(options: ImageGenerationOptions = {}): BuiltinTool {
  return declareBuiltin('image_generation', options);
}
