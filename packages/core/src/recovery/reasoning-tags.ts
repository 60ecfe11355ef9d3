export interface ThinkTag {
  readonly open: string;
  readonly close: readonly string[];
}

/** How models mark what they think. Only at the beginning of a line; inside nothing is read. */
export const thinkTags: readonly ThinkTag[] = [
  { open: '<think>', close: ['</think>'] },
  { open: '<thinking>', close: ['</thinking>'] },
  { open: '<thought>', close: ['</thought>'] },
  { open: '<reasoning>', close: ['</reasoning>'] },
  { open: '<seed:think>', close: ['</seed:think>'] },
  { open: '[THINK]', close: ['[/THINK]'] },
  { open: '\u25c1think\u25b7', close: ['\u25c1/think\u25b7'] },
  { open: '<|START_THINKING|>', close: ['<|END_THINKING|>'] },
  { open: '<|channel|>analysis<|message|>', close: ['<|end|>', '<|start|>assistant'] },
];

/** Control tokens that some hosts let through. */
export const noiseTokens: readonly string[] = [
  '<|im_end|>',
  '<|im_start|>assistant',
  '<|eot_id|>',
  '<|eom_id|>',
  '<|end_of_text|>',
  '<|endoftext|>',
  '<|end_of_role|>',
  '<|end_of_turn|>',
  '<end_of_turn>',
  '<\uff5cend\u2581of\u2581sentence\uff5c>',
  '<|START_RESPONSE|>',
  '<|END_RESPONSE|>',
  '<|START_TEXT|>',
  '<|END_TEXT|>',
  '<|END_OF_TURN_TOKEN|>',
  '<|start|>assistant',
  '<|channel|>final<|message|>',
  '<|channel|>commentary<|message|>',
  '</function_call>',
  '<|return|>',
  '<|call|>',
  '<|end|>',
  '<|python_end|>',
  '</s>',
];
