import type { ModelInfo, ModelSettings, Target, ToolSpec } from '../contracts/provider.ts';
import type { Toolset } from '../contracts/toolset.ts';
import { infoOf } from './model-info.ts';
import { compareNeeds, needsOf } from './needs.ts';
import type { PortabilityProblem, PortabilityReport, PortabilitySubject } from './portability.ts';
import { historyProblems } from './portable-history.ts';
import { schemaProblems, toolProblems } from './portable-tools.ts';

/**
 * What would be refused or would suffer if a target took an agent, or this, found without any call: names and schemas of tools, settings, media,
 * limits, and what a conversation carries of the models that wrote it. It knows what the provider's table and schema dialect say, and the
 * length only as an estimate; builtin tools are in no table. Throws `ConfigError` when `output` is no schema.
 */
export function checkPortability(
  given: PortabilitySubject | { readonly options: PortabilitySubject },
  target: Target,
): PortabilityReport {
  const subject = 'options' in given ? given.options : given;
  const { messages = [], output, settings = {} } = subject;
  const info = infoOf(target);
  const tools = (subject.tools ?? []).filter(isSpec);
  const { dialect } = target.provider;
  const problems = [
    ...endProblems(info, target),
    ...toolProblems(tools, dialect, info),
    ...(output === undefined ? [] : schemaProblems(output, dialect, info)),
    ...settingProblems(settings, info),
    ...lengthProblems(subject, tools, info),
    ...historyProblems(messages, target, info),
  ];
  return {
    ok: problems.every(({ severity }) => severity !== 'rejected'),
    known: info !== undefined,
    problems,
  };
}

function isSpec(tool: ToolSpec | Toolset): tool is ToolSpec {
  return 'inputSchema' in tool;
}

function endProblems(info: ModelInfo | undefined, { model }: Target): readonly PortabilityProblem[] {
  if (info?.endsOn === undefined || info.endsOn > new Date().toISOString().slice(0, 10)) return [];
  const what = `${model} was switched off on ${info.endsOn}`;
  return [{ severity: 'rejected', where: 'model', what, fix: 'Use a model that its vendor still runs' }];
}

function settingProblems(
  settings: ModelSettings,
  info: ModelInfo | undefined,
): readonly PortabilityProblem[] {
  const { refusedSettings = [], reasoning } = info?.capabilities ?? {};
  const refused = refusedSettings
    .filter((name) => settings[name] !== undefined)
    .map((name): PortabilityProblem => ({
      severity: 'degraded',
      where: `settings.${name}`,
      what: 'The model refuses this setting: it is left out, with a warning',
    }));
  if (reasoning !== false || settings.reasoning === undefined || settings.reasoning === 'none')
    return refused;
  const what = 'The model does not reason: the setting has no effect';
  return [...refused, { severity: 'degraded', where: 'settings.reasoning', what }];
}

function lengthProblems(
  { messages = [], settings = {}, instructions }: PortabilitySubject,
  tools: readonly ToolSpec[],
  info: ModelInfo | undefined,
): readonly PortabilityProblem[] {
  const said = typeof instructions === 'string' ? Math.ceil(instructions.length / 4) : 0;
  const { contextTokens = 0, maxOutputTokens = 0 } = needsOf({ messages, tools, settings });
  const length = contextTokens + said;
  const { lacks } = compareNeeds({ contextTokens: length, maxOutputTokens }, info);
  return lacks.map((need): PortabilityProblem =>
    need === 'contextTokens'
      ? {
          severity: 'rejected',
          where: 'messages',
          what: `About ${length} tokens, with the answer, do not fit into ${info?.contextTokens}`,
          fix: 'Send less of the conversation (`history`), or fewer tools',
        }
      : {
          severity: 'rejected',
          where: 'settings.maxTokens',
          what: `The model writes at most ${info?.maxOutputTokens} tokens`,
          fix: 'Ask for no more than that',
        },
  );
}
