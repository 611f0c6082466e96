const separators = /[/,，;；、|\n\r\\]|\s+(?=\+?\d{3,})|(?:或|和|及)/u;

/**
 * Telephone numbers in one cell, in order, each once. Mobile numbers are 11 digits beginning with 1 (+86 taken away); landlines are kept as
 * `0851-85512345`, local numbers of 7 or 8 digits as they are. What is not a number is left out.
 * @param text as given by `cellText` (full-width digits already plain)
 */
export function readPhones(text: string): string[] {
  if (text.length < 7 || !/\d{3}/.test(text)) return [];
  if (/^1\d{10}$/.test(text)) return [text];
  const found: string[] = [];
  const add = (number: string | null): void => {
    if (number && !found.includes(number)) found.push(number);
  };
  const whole = onePhone(text);
  if (whole) return [whole];
  for (const piece of text.split(separators)) {
    const number = onePhone(piece);
    if (number) add(number);
    else
      for (const mobile of piece
        .replace(/(?<=\d)[-\s.](?=\d)/g, '')
        .matchAll(/(?<!\d)1\d{10}(?=\D|$)|(?<!\d)1\d{10}(?=1\d{10}(?!\d))|(?<=(?<!\d)1\d{10})1\d{10}(?!\d)/g))
        add(mobile[0]);
  }
  return found;
}

function onePhone(piece: string): string | null {
  const kept = piece.replace(/[^\d+\-() ]/g, '').trim();
  const digits = kept.replace(/\D/g, '').replace(/^(?:0086|86)(?=1\d{10}$|0?\d{10,11}$)/, '');
  if (/^1\d{10}$/.test(digits)) return digits;
  const landline = /^(0(?:10|2\d|[3-9]\d{2}))(\d{7,8})$/.exec(digits);
  if (landline) return `${landline[1]}-${landline[2]}`;
  return /^[2-9]\d{6,7}$/.test(digits) ? digits : null;
}
