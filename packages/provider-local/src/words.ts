const stopWords = new Set(
  (
    'a an the and or but nor so if then than of in on at to from by for with without about into over under as is are was were be been am do does did ' +
    'can could will would shall should may might must have has had i me my mine we us our you your he she it its they them their this that these ' +
    'those there here what which who whom whose how why please tell show give let just also too very some any all each every more most other such ' +
    'not no yes ok hi hello thanks thank want need like know say said get use using used one s t m re ve ll d'
  ).split(' '),
);

/** Words that ask for the same thing. The first of each row stands for all of them. */
const synonyms = [
  'distance far further farther furthest farthest km kilometre kilometer mile length apart away',
  'difference later ahead behind offset versus vs compare comparison',
  'hour hours h',
  'arrival arrive arriving land landing reach',
  'departure depart departing leave leaving takeoff start',
  'weather forecast rain rainy sunny snow hot cold temperature degrees',
  'add sum plus total addition',
  'multiply times product multiplication',
  'price cost costs expensive cheap',
  'search find look lookup seek',
  'remove delete erase drop',
  'send mail email',
  'mean average',
  'capital metropolis',
  'translate translation',
  'convert conversion',
  'calculate calculation compute calculator',
];

const canonical = new Map(
  synonyms.flatMap((row) => {
    const words = row.split(' ');
    return words.map((word) => [stem(word), stem(words[0] ?? word)] as const);
  }),
);

/** Lower-case words of a text or a name: `getWeather`, `get_weather` and `Get weather!` give the same. */
export function splitWords(text: string): string[] {
  const spaced = text.replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2').toLowerCase();
  return spaced.match(/\p{L}[\p{L}\p{M}]*|\p{N}+/gu) ?? [];
}

/** The words that carry meaning, each as the stem that stands for it and its synonyms. */
export function meaningsOf(text: string): string[] {
  return splitWords(text)
    .filter((word) => !stopWords.has(word))
    .map((word) => {
      const root = stem(word);
      return canonical.get(root) ?? root;
    });
}

export function isStopWord(word: string): boolean {
  return stopWords.has(word.toLowerCase());
}

/** Cuts common English endings; rough, but the same for both sides of a comparison. */
function stem(word: string): string {
  if (word.length < 4) return word;
  const singular = word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.replace(/(?<!s)s$/, '');
  const bare = singular.replace(/(?:ing|ed|es)$/, '');
  return (bare.length >= 3 ? bare : singular).replace(/e$/, '').replace(/(.)\1$/, '$1');
}
