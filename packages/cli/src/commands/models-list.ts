import type { ModelInfo } from '@pegboard/core';
import { withProject } from '../project/open-project.ts';
import { usageError } from '../shell/command-error.ts';
import { defineCommand } from '../shell/command.ts';
import { exitCodes } from '../shell/exit-codes.ts';
import { didYouMean } from '../shell/nearest.ts';
import { table } from '../terminal/columns.ts';

const abilities = ['tools', 'vision', 'audio', 'documents', 'reasoning', 'structuredOutput'] as const;
type Ability = (typeof abilities)[number];
/** Words that fit into a line; `--needs` takes them as well. */
const short: Partial<Record<Ability, string>> = { documents: 'docs', structuredOutput: 'json' };

export const modelsList = defineCommand({
  args: {
    needs: {
      type: 'string',
      valueHint: 'abilities',
      description: `Only models known to have them: ${abilities.join(', ')}`,
    },
    provider: { type: 'string', valueHint: 'name', description: 'Only of this provider' },
    json: { type: 'boolean', description: 'Print JSON' },
  },
  details:
    'From the tables of the providers that are enabled here; nothing is asked over the network. What a table does not say is unknown, not absent: other models can be used as well. Prices are US dollars per million tokens, in and out.',
  examples: [['pegboard models list --needs vision,tools', '']],
  run: (args, shell) =>
    withProject(
      shell,
      async ({ registry }) => {
        const needs = readNeeds(args.needs);
        const models = registry.providers
          .filter(({ name }) => args.provider === undefined || name === args.provider)
          .flatMap((provider) =>
            (provider.knownModels?.() ?? []).map((info) => ({ provider: provider.name, info })),
          )
          .filter(({ info }) => needs.every((need) => info.capabilities?.[need] === true));
        const { out } = shell;
        if (args.json) {
          out.write(
            `${JSON.stringify(
              models.map(({ provider, info }) => ({ provider, ...info })),
              null,
              2,
            )}\n`,
          );
          return exitCodes.done;
        }
        if (registry.providers.length === 0) out.say('No provider is enabled here.');
        else if (models.length === 0) out.say('No model that the enabled providers know fits.');
        else
          out.write(
            table(
              out,
              ['model', 'context', 'price', 'known to have'],
              models.map((model) => row(model.provider, model.info)),
            ),
          );
        return exitCodes.done;
      },
      { optional: true },
    ),
});

function readNeeds(text: string | undefined): readonly Ability[] {
  return (text ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)
    .map((word) => {
      const plain = word.toLowerCase().replaceAll('-', '');
      const need = abilities.find((one) => one.toLowerCase() === plain || short[one] === plain);
      if (need) return need;
      throw usageError(
        `No table tells "${word}"`,
        `There are ${abilities.join(', ')}`,
        didYouMean(word, abilities) || undefined,
      );
    });
}

function row(
  provider: string,
  { id, contextTokens, price, capabilities = {}, endsOn }: ModelInfo,
): readonly string[] {
  const having = abilities.filter((one) => capabilities[one] === true).map((one) => short[one] ?? one);
  const ends = endsOn === undefined ? [] : [`(ends ${endsOn})`];
  return [
    `${provider}/${id}`,
    contextTokens === undefined ? '?' : `${Math.round(contextTokens / 1000)}k`,
    price === undefined ? '?' : `${price.input} / ${price.output}`,
    [...having, ...ends].join(' ') || '?',
  ];
}
