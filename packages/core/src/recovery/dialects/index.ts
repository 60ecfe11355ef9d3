import type { Dialect } from '../dialect.ts';
import { bareJson, bareList } from './bare-json.ts';
import { deepseek, deepseekCall } from './deepseek.ts';
import { backtickFence, tildeFence } from './fence.ts';
import { functionTag } from './function-tag.ts';
import { functionGemma, gemma4 } from './gemma.ts';
import { harmony } from './harmony.ts';
import { hermes } from './hermes.ts';
import { invokeBlock, invokeTag } from './invoke-tag.ts';
import { kimi, kimiCall } from './kimi.ts';
import { llama } from './llama.ts';
import { marker } from './marker.ts';
import { mistral } from './mistral.ts';
import { qwenReact, react } from './react.ts';
import { specialTokens } from './special-tokens.ts';
import { toolCallsTag } from './tool-calls-tag.ts';

/** All dialects that are read. The one that Pegboard teaches is `hermes`. */
export const dialects: readonly Dialect[] = [
  hermes,
  marker,
  functionTag,
  invokeBlock,
  invokeTag,
  toolCallsTag,
  mistral,
  llama,
  deepseek,
  deepseekCall,
  kimi,
  kimiCall,
  harmony,
  functionGemma,
  gemma4,
  ...specialTokens,
  react,
  qwenReact,
  backtickFence,
  tildeFence,
  bareJson,
  bareList,
];
