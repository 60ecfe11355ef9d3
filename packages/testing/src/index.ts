export { type RecordedRequest } from './scripted/record-request.ts';
export { type Pacing, type ScriptedCall, type ScriptedTurn, type TurnSpec } from './scripted/script.ts';
export { scriptedError } from './scripted/scripted-error.ts';
export {
  type ScriptedOptions,
  type ScriptedProvider,
  scriptedProvider,
} from './scripted/scripted-provider.ts';
