// Holds the model tables of the provider packages to their shape, and documents and examples to models that stay. Its outcome depends on
// the date, so it is never answered from a cache. It reads the packages' sources: run it with --conditions=@pegboard/source.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { daysBetween, faultsOf, wordsOf } from './lib/model-facts.mjs';

const STALE_DAYS = 180;
const LEAD_DAYS = 60;
const DOCUMENTS = [
  'README.md',
  'packages/*/README.md',
  'docs/**/*.md',
  'examples/*/README.md',
  'examples/*/src/**/*',
];

/**
 * `providers`: `{ name, models, find }`, `documents`: `{ path, text }`. Returns the problems, and warnings about facts
 * that grew old. A model counts as used where its name stands as a whole word.
 */
export function checkModels({ providers, documents, today }) {
  const problems = providers.flatMap((provider) => faultsOfTable(provider, today));
  const used = documents.flatMap(({ path, text }) =>
    [...wordsOf(text)].flatMap((mention) => findUse(providers, path, mention)),
  );
  for (const { place, name, info } of used) {
    const left = info.endsOn === undefined ? Infinity : daysBetween(today, info.endsOn);
    if (left > LEAD_DAYS) continue;
    const when = left < 0 ? 'ended' : 'ends';
    problems.push(`${place}: ${name} ${when} on ${info.endsOn}. Name a model that stays.`);
  }
  return { problems, warnings: providers.flatMap((provider) => staleFacts(provider, today)) };
}

function faultsOfTable({ name, models }, today) {
  const ids = models.map(({ id }) => id);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `${name}/${id} is there twice.`);
  return [
    ...twice,
    ...models.flatMap((info) => faultsOf(info, today).map((fault) => `${name}/${info.id} ${fault}.`)),
  ];
}

function findUse(providers, path, { word, line }) {
  return providers.flatMap(({ name, find }) => {
    const info = find(word);
    return info === undefined ? [] : [{ place: `${path}:${line}`, name: `${name}/${word}`, info }];
  });
}

/** One warning for all models of a provider that were read on the same day. */
function staleFacts({ name, models }, today) {
  const old = models.filter(({ checkedOn }) => daysBetween(checkedOn, today) > STALE_DAYS);
  const days = Map.groupBy(old, ({ checkedOn }) => checkedOn);
  return [...days].map(
    ([day, infos]) =>
      `${name}: facts of ${infos.length} models were read on ${day}, such as ${infos[0].id}. Read them again.`,
  );
}

/** Of hosts that have no address of their own. Nothing is sent there. */
const OPTIONS = { baseURL: 'http://127.0.0.1', apiKey: 'none' };

/** What every provider package makes of its own hosts: by factories whose options can all be left out, but for an address. */
async function loadProviders() {
  const doors = globSync('packages/provider-*/src/index.ts').toSorted();
  const made = await Promise.all(
    doors.map(async (door) => {
      const factories = Object.values(await import(pathToFileURL(resolve(door)).href));
      const providers = factories
        .filter((make) => typeof make === 'function' && make.length === 0)
        .map((make) => make(OPTIONS))
        .filter((provider) => typeof provider?.stream === 'function');
      if (providers.length > 0) return providers;
      throw new TypeError(`${door} exports no function that makes a provider without further options.`);
    }),
  );
  return made.flat().map((provider) => ({
    name: provider.name,
    models: provider.knownModels?.() ?? [],
    find: (model) => provider.modelInfo?.(model),
  }));
}

function readDocuments() {
  return globSync(DOCUMENTS)
    .filter((path) => existsSync(path) && /\.(?:md|m?[jt]s|json|ya?ml)$/.test(path))
    .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const providers = await loadProviders();
  const documents = readDocuments();
  const today = new Date().toISOString().slice(0, 10);
  const { problems, warnings } = checkModels({ providers, documents, today });
  for (const warning of warnings) console.warn(`Warning: ${warning}`);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exit(1);
  const models = providers.reduce((sum, provider) => sum + provider.models.length, 0);
  console.log(
    `${models} models of ${providers.length} providers are sound; none that ${documents.length} documents and examples name ends within ${LEAD_DAYS} days.`,
  );
}
