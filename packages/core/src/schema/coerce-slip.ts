/**
 * Whether `written` is a slip of the pen for `name`: one letter too many, too few, swapped or (in words of six letters or more) wrong,
 * inside one word of at least four letters that keeps its first, and is no parameter name in its own right (`country` for `county`).
 */
export function isSlip(written: string, name: string): boolean {
  const one = wordsOf(written);
  const other = wordsOf(name);
  if (one.length !== other.length) return false;
  const differing = one.flatMap((word, index) =>
    word === other[index] ? [] : [[word, other[index] ?? ''] as const],
  );
  const [pair] = differing;
  return differing.length === 1 && pair !== undefined && isWordSlip(...pair);
}

function wordsOf(name: string): string[] {
  return name
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[\s_.-]+/);
}

function isWordSlip(written: string, word: string): boolean {
  if (Math.min(written.length, word.length) < 4 || written[0] !== word[0] || realWords.has(written))
    return false;
  if (/\p{N}/u.test(written + word)) return false;
  const start = commonStart(written, word);
  const [rest, other] = [written.slice(start), word.slice(start)];
  if (rest.slice(1) === other || other.slice(1) === rest) return true;
  const isSwap =
    rest.length > 1 && rest[0] === other[1] && rest[1] === other[0] && rest.slice(2) === other.slice(2);
  return isSwap || (word.length >= 6 && written.length === word.length && rest.slice(1) === other.slice(1));
}

function commonStart(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
}

/** Names of parameters that lie one letter from another name: never taken for a slip. */
const realWords = new Set(
  (
    'account action agent amount angle batch body border bound branch brand card care cart case cash cast cell chain chart chat class clean clear close ' +
    'coast code color column command comment commit contact content contents contest context contract copy cost count country county course cover create ' +
    'data date dates delay desc device diff dir domain draft email enable end event even expand extend extent field fields file filed files fill filter ' +
    'find first flag flat folder form format formal forms forum frame free from full gain game goal grade grant graph group groups guess guest hash head ' +
    'height host hour hours hover image images input inputs item items keys label lang last late later layer lead least left level life like limit ' +
    'limits line lines link links list live load local locale lock logs long loop lower main mail make male mark mask match math mean menu merge mode ' +
    'model modes module month more move name names near nest next node note notes offer offset open option order owner page pages pair parent part parts ' +
    'party past paste patch patent path paths phase phone phrase place plain plan plane plant play plot point poll port post present price print prize ' +
    'product project protect pull push quality quantity queries query quest quota quote quotes range rank rate rates ratio read real reason record ' +
    'region remote remove reply report request reset result results resort role roles room root route router rule rules scale scan scope score section ' +
    'send sender sent series service set shape sheet shift show side sign signal single site size skip slot sort source space speed split spot stage ' +
    'star start stat state states static station stats status step steps stop store story stream street string style table tags take tale task tasks ' +
    'team term test tests text then theme there thing thread tile tiles time timer times title token tokens tone tool tools total trace track trade ' +
    'trail trial train tree true type types unit units unite update upper user users usage uses value values verb video view views volume wait watch ' +
    'ways weight where width with word' +
    'words work world write year years zone'
  ).split(' '),
);
