/** One person of a pasted list. */
export interface Listed {
  readonly name: string;
  readonly phone: string;
}

/**
 * Reads a list of people as it is pasted from a table or a chat: one a line, the name and, if there is one, the telephone, in either order,
 * apart by blanks, tabs or commas. Numbers in front ("3." "12、") and blank lines are passed over.
 * @returns the people, and the lines (from 1) in which no name stands or the telephone is none
 */
export function readMemberList(text: string): { readonly people: readonly Listed[]; readonly unread: readonly number[] } {
  const people: Listed[] = [];
  const unread: number[] = [];
  for (const [index, raw] of text.normalize('NFKC').split(/\r?\n/).entries()) {
    const line = raw.trim().replace(/^\d{1,3}\s*[.、)]\s*/, '');
    if (line === '') continue;
    const phone = /(?:\+?\d[\d\s-]{5,18}\d)/.exec(line)?.[0] ?? '';
    const name = line
      .replace(phone, ' ')
      .replaceAll(/[\s,，;；:：]+/g, ' ')
      .trim();
    if (name === '' || name.length > 60 || /\d{5,}/.test(name)) unread.push(index + 1);
    else people.push({ name, phone: phone.replaceAll(/[\s-]/g, '') });
  }
  return { people, unread };
}
