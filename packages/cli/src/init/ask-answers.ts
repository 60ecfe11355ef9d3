import { cancel, intro, isCancel, select, text } from '@clack/prompts';
import { CommandError } from '../shell/command-error.ts';
import { exitCodes } from '../shell/exit-codes.ts';
import { knownProviders } from './known-providers.ts';
import { type Answers, providerOf } from './project-files.ts';

export const agentPattern = /^[a-zA-Z][\w-]*$/;

export const defaultAnswers: Answers = { model: 'local/rules', agent: 'assistant', format: 'yaml' };

/** Asks for what was not given. */
export async function askAnswers(given: Partial<Answers>): Promise<Answers> {
  intro('A new Pegboard project');
  const model = given.model ?? (await askModel());
  const agent =
    given.agent ??
    (await answered(
      text({
        message: 'What is the first agent called?',
        placeholder: defaultAnswers.agent,
        defaultValue: defaultAnswers.agent,
        validate: (value) =>
          !value || agentPattern.test(value) ? undefined : 'Letters, digits, - and _, a letter first',
      }),
    ));
  const format =
    given.format ??
    (await answered(
      select<Answers['format']>({
        message: 'Which format has the configuration?',
        options: [
          { value: 'yaml', label: 'YAML', hint: 'pegboard.config.yaml' },
          { value: 'ts', label: 'TypeScript', hint: 'pegboard.config.ts' },
          { value: 'json', label: 'JSON', hint: 'pegboard.config.json' },
        ],
      }),
    ));
  return { model, agent, format };
}

async function askModel(): Promise<string> {
  const provider = await answered(
    select({
      message: 'Whose model? It can be changed at any time.',
      options: knownProviders.map(({ name, title, key }) => ({
        value: name,
        label: title,
        ...(key !== undefined && { hint: key }),
      })),
    }),
  );
  const known = providerOf(`${provider}/`);
  if (known === undefined || provider === 'local') return defaultAnswers.model;
  const model = await answered(
    text({ message: 'Which of its models?', placeholder: known.model, defaultValue: known.model }),
  );
  return model.startsWith(`${provider}/`) ? model : `${provider}/${model}`;
}

async function answered<T>(question: Promise<T>): Promise<Exclude<T, symbol>> {
  const answer = await question;
  // What is left is no symbol.
  if (!isCancel(answer)) return answer as Exclude<T, symbol>;
  cancel('Nothing was written.');
  throw new CommandError({ code: 'invalid-input', what: 'Cancelled' }, exitCodes.cancelled);
}
