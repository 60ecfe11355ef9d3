/** A form of a text in which something may be hidden: its content, and where that stood. */
export interface HiddenForm {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What has to be in a text for it to be worth a look. */
const longest = 20_000;

/** Other readings of a text: letters one by one, digits for letters, and what is written in base64, as entities or in percent signs. */
export function hiddenForms(text: string): readonly HiddenForm[] {
  const whole = (form: string): HiddenForm[] =>
    form === text ? [] : [{ text: form, start: 0, end: text.length }];
  return [...whole(joined(text)), ...whole(unleet(text)), ...whole(unescaped(text)), ...encoded(text)];
}

/** `i g n o r e  a l l` and `i-g-n-o-r-e`: single letters are put together, two blanks part words. */
function joined(text: string): string {
  return text.replace(/(?<![a-z\d])[a-z](?:(?:[ .\-_*]|\s\s)[a-z](?![a-z\d])){4,}/gi, (run) => {
    const sign = run[1] ?? ' ';
    return run
      .split(sign === ' ' ? /\s{2,}/ : ' ')
      .map((word) => word.replace(/[^a-z]/gi, ''))
      .join(' ');
  });
}

const digits: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'l',
};

/** Words in which digits and signs stand for letters. */
function unleet(text: string): string {
  return text.replace(/[a-z\d@$!|]{3,}/gi, (word) =>
    /[a-z]/i.test(word) && /[\d@$!|]/.test(word.slice(0, -1))
      ? word.replace(/[\d@$!|]/g, (char) => digits[char] ?? char)
      : word,
  );
}

function unescaped(text: string): string {
  return text
    .replace(/&#(?:x([\da-f]{1,6})|(\d{1,7}));/gi, (all: string, hex?: string, decimal?: string) => {
      const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : all;
    })
    .replace(/(?:%[\da-f]{2})+|\\u[\da-f]{4}|\\x[\da-f]{2}/gi, (run) => {
      try {
        return run.startsWith('%')
          ? decodeURIComponent(run)
          : String.fromCharCode(parseInt(run.slice(2), 16));
      } catch {
        return run;
      }
    });
}

/** What base64 and hexadecimal runs say, where they say something. */
function encoded(text: string): HiddenForm[] {
  const forms: HiddenForm[] = [];
  for (const match of text.slice(0, 2_000_000).matchAll(/[A-Za-z\d+/_-]{24,}={0,2}/g)) {
    const [run] = match;
    const isHex = /^(?:[\da-f]{2})+$/i.test(run);
    const decoded = Buffer.from(run.slice(0, longest), isHex ? 'hex' : 'base64').toString();
    const readable = decoded.match(/[\p{L}\p{Zs}\d.,:;!?'"()\n-]/gu)?.length ?? 0;
    if (readable > decoded.length * 0.9)
      forms.push({ text: decoded, start: match.index, end: match.index + run.length });
  }
  return forms;
}
