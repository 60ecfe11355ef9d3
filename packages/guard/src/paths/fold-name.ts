/**
 * The form in which names are compared with rules. File systems differ in what they hold for equal: case, composed or decomposed
 * letters, characters that are not shown (HFS+), dots and blanks at the end (Windows).
 */
export function foldName(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase()
    .replace(/(?<=[^. ])[. ]+$/, '');
}
