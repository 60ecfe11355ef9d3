export { fromLangChainMessages } from './messages/from-lang-chain-messages.ts';
export { toLangChainMessages } from './messages/to-lang-chain-messages.ts';
export type { LangChainModelOptions } from './model/model-options.ts';
export {
  type LangChainModelCallOptions,
  PegboardChatModel,
  toLangChainModel,
} from './model/to-lang-chain-model.ts';
export {
  fromLangChain,
  type FromLangChainOptions,
  type FromLangChainToolOptions,
} from './tools/from-lang-chain.ts';
export type { LangChainTool, LangChainToolkit } from './tools/lang-chain-tool.ts';
export { PegboardTool, toLangChain, type ToLangChainOptions } from './tools/to-lang-chain.ts';
