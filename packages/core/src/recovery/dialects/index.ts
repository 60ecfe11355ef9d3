import type { Dialect } from '../dialect.ts';
import { bareJson, bareList } from './bare-json.ts';
import { deepseek, deepseekCall } from './deepseek.ts';
import { fence } from './fence.ts';
import { functionTag } from './function-tag.ts';
import { gemma } from './gemma.ts';
import { harmony } from './harmony.ts';
import { hermes } from './hermes.ts';
import { invokeBlock, invokeTag } from './invoke-tag.ts';
import { kimi, kimiCall } from './kimi.ts';
import { llama } from './llama.ts';
import { marker } from './marker.ts';
import { mistral } from './mistral.ts';
import { react } from './react.ts';
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
  gemma,
  ...specialTokens,
  react,
  fence,
  bareJson,
  bareList,
];
