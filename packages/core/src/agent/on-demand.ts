// What few runs need, in one piece: it is loaded with the first run that does, and each piece of its own would cost every bundle.
export { admit, askInline, validateAgain } from './admit-calls.ts';
export { asRunError, conclude } from './conclude-run.ts';
export { guardPatches } from './guard-input.ts';
export { guardOutput } from './guard-output.ts';
export { callInner } from './inner-calls.ts';
export { guardedHook } from './model-hooks.ts';
export { nestedRun } from './nested-run.ts';
export { typedOutput } from './output/typed-output.ts';
export { planTasks } from './plan-tasks.ts';
export { stopRepeating } from './repeats.ts';
export { planResume } from './resume-run.ts';
export { aroundRun } from './run-hooks.ts';
export { sessionRunner } from './session-runner.ts';
export { aroundTool } from './tool-hooks.ts';
export { turnNotes } from './turn-notes.ts';
export { runAsTool } from './run-as-tool.ts';
export { askTurnHooks, listTools, notOffered, preparedTools } from './turn-options.ts';
export { checkRun } from './check-run.ts';
