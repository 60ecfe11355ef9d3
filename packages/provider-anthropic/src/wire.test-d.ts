import Anthropic from '@anthropic-ai/sdk';
import type {
  CacheControlEphemeral,
  ContentBlockParam,
  OutputConfig,
  ThinkingConfigParam,
  Tool,
  ToolChoice,
} from '@anthropic-ai/sdk/resources/messages';
import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import { AnthropicVertex } from '@anthropic-ai/vertex-sdk';
import { expectTypeOf, test } from 'vitest';
import { anthropic } from './index.ts';
import type {
  WireBlock,
  WireCacheControl,
  WireOutputConfig,
  WireThinkingConfig,
  WireTool,
  WireToolChoice,
} from './wire.ts';

test('what we write is what the SDK says that the API takes', () => {
  expectTypeOf<WireBlock>().toExtend<ContentBlockParam>();
  expectTypeOf<WireTool>().toExtend<Tool>();
  expectTypeOf<WireToolChoice>().toExtend<ToolChoice>();
  expectTypeOf<WireThinkingConfig>().toExtend<ThinkingConfigParam>();
  expectTypeOf<WireOutputConfig>().toExtend<OutputConfig>();
  expectTypeOf<WireCacheControl>().toExtend<CacheControlEphemeral>();
});

test('clients of the SDKs fit', () => {
  anthropic({ client: new Anthropic() });
  anthropic({ client: new AnthropicBedrock() });
  anthropic({ client: new AnthropicVertex() });
});
