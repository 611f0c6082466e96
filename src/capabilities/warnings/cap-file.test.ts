import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CAP_MAX_BYTES, readCapFile } from './cap-file.server.ts';
import { writeCap } from './rules/cap-write.ts';

const folder = new URL('../../../../shared/fixtures/cap/', import.meta.url);
const present = existsSync(folder);
const valid = present ? readdirSync(folder).filter((name) => name.endsWith('.xml') && name !== 'sc_invalid_schema.xml') : [];
const fixture = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));
const bytes = (text: string) => new TextEncoder().encode(text);

const small = (inside = '', prolog = '') => `${prolog}<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>a</identifier><sender>s</sender>
<sent>2026-06-01T08:00:00+08:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>${inside}</alert>`;

describe.skipIf(!present)('real CAP files (../shared/fixtures/cap; skipped where that folder is absent)', () => {
  it.each(valid)('%s is valid, and reads the same after being written', async (name) => {
    const read = await readCapFile(fixture(name));
    expect(read.errors).toEqual([]);
    if (!read.alert) throw new Error('no alert');
    const again = await readCapFile(bytes(writeCap(read.alert)));
    expect(again.errors).toEqual([]);
    expect(again.alert).toEqual(read.alert);
  });

  it('keeps both languages of a Chinese alert, its times with their offset, and its area', async () => {
    const { alert } = await readCapFile(fixture('cn_valid.xml'));
    expect(alert?.infos.map((info) => [info.language, info.event])).toEqual([
      ['en-US', 'thunder'],
      ['zh-CN', '雷电'],
    ]);
    expect(alert?.infos[1]?.expires).toBe('2024-07-13T03:31:38+08:00');
    expect(alert?.infos[1]?.areas[0]?.geocodes).toEqual([{ name: 'CPEAS Geographic Code', value: '130602000000' }]);
    expect(alert?.note).toBeNull();
    expect(alert?.references[0]?.identifier).toBe('13060041600000_20240712073642');
  });

  it('says where the file breaks the schema', async () => {
    const read = await readCapFile(fixture('sc_invalid_schema.xml'));
    expect(read).toMatchObject({ valid: false, alert: null });
    expect(read.errors[0]).toMatchObject({ code: 'warnings.capNotValid', kind: 'invalid' });
    expect(read.errors[0]?.params?.line).toBeGreaterThan(0);
  });
});

describe('a file that is not a CAP alert', () => {
  const refusal = async (input: string | Uint8Array) => {
    const before = performance.now();
    const read = await readCapFile(typeof input === 'string' ? bytes(input) : input);
    return { code: read.errors[0]?.code, params: read.errors[0]?.params, alert: read.alert, ms: performance.now() - before };
  };

  it.each([
    ['external entity', `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${small('<note>&x;</note>')}`],
    ['entity expansion', `<!DOCTYPE lolz [<!ENTITY l "lol"><!ENTITY m "${'&l;'.repeat(10)}">]>${small('<note>&m;</note>')}`],
    ['external document type', `<!doctype alert SYSTEM "http://127.0.0.1:1/x.dtd">${small()}`],
    [
      'document type in UTF-16',
      new Uint8Array([0xff, 0xfe, ...new Uint8Array(new Uint16Array([...'<!DOCTYPE a><a/>'].map((c) => c.charCodeAt(0))).buffer)]),
    ],
  ])('is refused at once with %s', async (_, input) => {
    const { code, ms } = await refusal(input);
    expect(code).toBe('warnings.capDoctype');
    expect(ms).toBeLessThan(50);
  });

  it('is refused before it is read when it is larger than the limit', async () => {
    const { code, ms } = await refusal(new Uint8Array(10 * 1024 * 1024).fill(0x20));
    expect(code).toBe('warnings.capTooLarge');
    expect(ms).toBeLessThan(50);
  });

  it('is refused with the line where it stops being XML', async () => {
    expect(await refusal('<alert>\n<identifier>\n</alert>')).toMatchObject({ code: 'warnings.capNotXml', params: { line: 3 } });
    expect((await refusal('')).code).toBe('warnings.capNotXml');
    expect((await refusal('{"alert": 1}')).code).toBe('warnings.capNotXml');
    expect((await refusal(small('<note>&undefined;</note>'))).code).toBe('warnings.capNotXml');
  });

  it('is refused when its bytes are not the text they claim to be', async () => {
    expect((await refusal(new Uint8Array([0x3c, 0x61, 0xff, 0xc3]))).code).toBe('warnings.capEncoding');
    expect((await refusal('<?xml version="1.0" encoding="UTF-7"?><alert/>')).code).toBe('warnings.capEncoding');
  });

  it('is refused when it nests without end', async () => {
    expect((await refusal('<a>'.repeat(200_000))).code).toBe('warnings.capNotXml');
    expect(
      (await refusal(small(`<Signature xmlns="http://www.w3.org/2000/09/xmldsig#">${'<x>'.repeat(200)}${'</x>'.repeat(200)}</Signature>`))).code,
    ).toBe('warnings.capNotXml');
  });

  it('is refused when a code is not in the standard, or the root is something else', async () => {
    expect(await refusal(small('<info><category>Weather</category></info>'))).toMatchObject({ code: 'warnings.capNotValid' });
    expect((await refusal('<html xmlns="http://www.w3.org/1999/xhtml"/>')).code).toBe('warnings.capNotValid');
    expect((await refusal('<alert xmlns="urn:oasis:names:tc:emergency:cap:1.1"/>')).code).toBe('warnings.capNotValid');
  });
});

describe('an unusual but valid file', () => {
  it('may be in a Chinese encoding when it says so', async () => {
    const text = small('<note>XX</note>', '<?xml version="1.0" encoding="GB2312"?>');
    // 雷电 in GB 2312
    const at = text.indexOf('XX');
    const gb = new Uint8Array([...bytes(text.slice(0, at)), 0xc0, 0xd7, 0xb5, 0xe7, ...bytes(text.slice(at + 2))]);
    const read = await readCapFile(gb);
    expect(read.errors).toEqual([]);
    expect(read.alert?.note).toBe('雷电');
  });

  it('keeps markup characters, CDATA and a lone carriage return through writing', async () => {
    const read = await readCapFile(bytes(small('<note>a &lt;b&gt; &amp; &quot;c&quot; <![CDATA[<d>]]> e&#13;f</note>')));
    expect(read.alert?.note).toBe('a <b> & "c" <d> e\rf');
    if (!read.alert) throw new Error('no alert');
    expect((await readCapFile(bytes(writeCap(read.alert)))).alert).toEqual(read.alert);
  });

  it('is read up to the size limit', async () => {
    const note = 'x'.repeat(CAP_MAX_BYTES - 1000);
    expect((await readCapFile(bytes(small(`<note>${note}</note>`)))).alert?.note?.length).toBe(note.length);
  });
});
