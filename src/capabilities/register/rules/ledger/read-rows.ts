import { type DoorParts, formatDoor, readAddress, readDoorPart } from '../door.ts';
import { cleanIdNumber, readIdNumber } from '../id-number.ts';
import { type NeedFound, needsFromText } from '../needs-from-text.ts';
import { cellText, isDitto, markMeaning, saysNothing } from './cell-text.ts';
import { readAge, readDate, readYear } from './dates.ts';
import { buildingNamed, meaningOfHeadings, mergedValues, mergeKey, type Section } from './find-header.ts';
import type { ColumnMapping, LedgerField, LedgerResident, Relation, Sex, Sheet, Tenure, UnreadReason, UnreadRow } from './model.ts';
import { isPlausibleName, nameKey, readName, readRelation, readSex, readTenure } from './person-words.ts';
import { readPhones } from './phones.ts';
import { withoutRefusedWords } from './refused.ts';
import { remembering } from './remembering.ts';
import { notAResident } from './row-kinds.ts';

/** What the rows of one table gave. */
export interface SectionRows {
  readonly residents: LedgerResident[];
  readonly unread: UnreadRow[];
}

/** Fields that belong to the whole household: an empty cell takes them from the row above in the same household. */
const householdFields: ReadonlySet<LedgerField> = new Set(['tenure', 'householdNumber', 'headName', 'grid']);
const addressFields: ReadonlySet<LedgerField> = new Set(['address', 'building', 'unit', 'room']);
/** Reads the rows below a header. `onRow` is called for every row of the sheet that was dealt with. */
export function readRows(sheet: Sheet, section: Section, columns: readonly ColumnMapping[], today: string, onRow: () => void): SectionRows {
  const residents: LedgerResident[] = [];
  const unread: UnreadRow[] = [];
  const headerRows = new Set(section.headerRows);
  const reader = new RowReader(sheet, section, columns, today);
  for (let row = section.firstRow; row < section.endRow; row++) {
    onRow();
    const read = headerRows.has(row) ? 'header' : reader.read(row);
    if (read === 'blank') continue;
    if (typeof read === 'string') unread.push({ sheet: sheet.name, row: row + 1, reason: read });
    else residents.push(read);
  }
  return { residents, unread };
}

class RowReader {
  private readonly needsIn = remembering(needsFromText);
  private readonly addressIn = remembering(readAddress);
  private readonly doorPartIn = remembering(readDoorPart);
  private readonly relationIn = remembering(readRelation);
  private readonly tenureIn = remembering(readTenure);
  private readonly sheet: Sheet;
  private readonly used: readonly ColumnMapping[];
  private readonly merged: ReturnType<typeof mergedValues>;
  private readonly thisYear: number;
  private readonly headingsOfColumn: Section['headings'];
  /** Where in `used` the columns of a field stand. */
  private readonly columnsOf = new Map<LedgerField, number[]>();
  private readonly above = new Map<number, string>();
  private place: DoorParts = {};
  /** Where each building has a sheet or a title of its own (`3号楼居民登记表`) and no column. */
  private readonly buildingOfSheet: string | undefined;
  private headSeen = false;
  private householdCount = 0;
  private household = '';
  private householdTenure: Tenure | null = null;

  constructor(sheet: Sheet, section: Section, columns: readonly ColumnMapping[], today: string) {
    this.sheet = sheet;
    this.used = columns.filter(
      ({ field }) => field !== 'ignored' && field !== 'serial' && field !== 'ethnicity' && field !== 'politicalStanding' && field !== 'religion',
    );
    this.merged = mergedValues(sheet);
    this.thisYear = Number(today.slice(0, 4));
    this.headingsOfColumn = section.headings;
    if (!columns.some(({ field }) => field === 'building'))
      this.buildingOfSheet = buildingNamed([
        sheet.name,
        ...sheet.rows
          .slice(0, section.headerRows[0] ?? 0)
          .flat()
          .map(cellText),
      ]);
    this.used.forEach(({ field }, index) => {
      const list = this.columnsOf.get(field);
      if (list) list.push(index);
      else this.columnsOf.set(field, [index]);
    });
  }

  private has(field: LedgerField): boolean {
    return this.columnsOf.has(field);
  }

  read(row: number): LedgerResident | UnreadReason | 'blank' {
    const cells = this.sheet.rows[row] ?? [];
    const texts = this.used.map(({ column, field }) => this.textAt(cells, row, column, field));
    const all = (field: LedgerField): string[] => (this.columnsOf.get(field) ?? []).map((index) => texts[index] ?? '');
    const first = (field: LedgerField): string => texts[this.columnsOf.get(field)?.[0] ?? -1] ?? '';
    const idText = saysNothing(first('idNumber')) ? '' : first('idNumber');
    const nameText = isPlausibleName(first('name')) ? first('name') : first('otherName') || first('name');
    const named = isPlausibleName(nameText);
    const reason = notAResident(cells, named, idText, nameText);
    if (reason) return reason;
    for (const { column } of this.used) {
      const text = cellText(cells[column]);
      if (text !== '' && !isDitto(text)) this.above.set(column, text);
    }
    const name = named ? readName(nameText) : { name: '', otherName: null };
    const relation = this.relationOf(first, name.name);
    const place = this.placeOf(first, relation === 'head', row);
    return this.resident(row, cells, all, first, { ...name, idText, relation, place });
  }

  /** The cell's own text; where it is part of a merge, or says "as above", the text it stands for. */
  private textAt(cells: Sheet['rows'][number], row: number, column: number, field: LedgerField): string {
    const text = cellText(cells[column]);
    if (text === '') {
      const standsFor = this.merged.get(mergeKey(row, column));
      // A remark or a telephone merged over a household still belongs to its first member only.
      return standsFor !== undefined && (addressFields.has(field) || householdFields.has(field) || field === 'movedIn' || field === 'origin')
        ? cellText(standsFor)
        : '';
    }
    return isDitto(text) ? (this.above.get(column) ?? '') : text;
  }

  private relationOf(first: (field: LedgerField) => string, name: string): Relation | null {
    const written = this.relationIn(first('relation'));
    if (written) return written;
    if (markMeaning(first('headMark')) === true && first('headMark') !== '') return 'head';
    const inName = /[(（]([^)）]{1,6})[)）]/u.exec(first('name'))?.[1];
    const bracketed = inName ? this.relationIn(inName) : null;
    if (bracketed) return bracketed;
    if (first('headName') !== '' && name !== '' && nameKey(readName(first('headName')).name) === nameKey(name)) return 'head';
    return first('relation') === '' ? null : 'other';
  }

  /**
   * Where the row says nothing of the place, it is the place of the row above; where it names a building or unit, only what lies within is
   * asked of this row. A second head of household without any address begins a household whose door is unknown.
   */
  private placeOf(first: (field: LedgerField) => string, head: boolean, row: number): DoorParts {
    const fromAddress = this.addressIn(first('address'));
    const building = this.doorPartIn(first('building')) ?? fromAddress.building;
    const unit = this.doorPartIn(first('unit')) ?? fromAddress.unit;
    const written = this.has('room') ? first('room') : '';
    const asWhole = /\D/.test(written) ? this.addressIn(written) : {};
    const room = asWhole.room ?? this.doorPartIn(written) ?? fromAddress.room;
    const own = { building: building ?? asWhole.building, unit: unit ?? asWhole.unit, room };
    const silent = !own.building && !own.unit && !own.room;
    if (silent && head && this.headSeen && !this.isMerged(row)) this.place = {};
    this.headSeen = head || (silent && this.headSeen);
    if (!silent) {
      const sameBuilding = own.building === undefined || own.building === this.place.building;
      const keptUnit = own.unit ?? (own.building === undefined || (sameBuilding && !own.room) ? this.place.unit : undefined);
      this.place = withoutGaps(
        own.building ?? this.place.building ?? this.buildingOfSheet,
        keptUnit,
        own.room ?? (sameBuilding && own.unit === undefined ? this.place.room : undefined),
      );
    }
    return this.place;
  }

  private isMerged(row: number): boolean {
    return this.used.some(({ field, column }) => addressFields.has(field) && this.merged.has(mergeKey(row, column)));
  }

  private resident(
    row: number,
    cells: Sheet['rows'][number],
    all: (field: LedgerField) => string[],
    first: (field: LedgerField) => string,
    known: { name: string; otherName: string | null; idText: string; relation: Relation | null; place: DoorParts },
  ): LedgerResident {
    const id = known.idText === '' ? null : readIdNumber(known.idText);
    const idNumber = id ? cleanIdNumber(known.idText) : null;
    const foreign = idNumber !== null && /^[A-Z]{1,3}\d{6,10}$|^\d{8}$/.test(idNumber);
    const birthDate = readDate(first('birthDate')) ?? (id?.valid ? id.birthDate : null);
    const age = readAge(first('age'));
    const birthYear = birthDate ? Number(birthDate.slice(0, 4)) : (readYear(first('birthDate')) ?? (age === null ? null : this.thisYear - age));
    const door = formatDoor(known.place);
    const household = this.householdOf(first, door, known.relation);
    const tenure = this.tenureOf(first, household);
    return {
      sheet: this.sheet.name,
      row: row + 1,
      door,
      building: known.place.building ?? null,
      unit: known.place.unit ?? null,
      room: known.place.room ?? null,
      grid: this.gridOf(first('grid')),
      household,
      name: known.name,
      otherName: known.otherName ?? (isPlausibleName(first('otherName')) ? readName(first('otherName')).name : null),
      idNumber,
      idValid: id === null || foreign ? null : id.valid,
      birthDate,
      birthYear,
      sex: this.sexOf(first) ?? (id?.valid ? id.sex : null),
      phones: uniquePhones(all('phone')),
      contactName: isPlausibleName(first('contactName')) ? readName(first('contactName')).name : null,
      contactPhones: uniquePhones([...all('contactPhone'), ...all('contactName')]),
      tenure,
      relation: known.relation,
      needs: this.needs(cells, row),
      remarks: this.remarksOf(all('remarks')),
      movedIn: readDate(first('movedIn')),
      origin: saysNothing(first('origin')) ? null : withoutRefusedWords(first('origin')) || null,
    };
  }

  private householdOf(first: (field: LedgerField) => string, door: string | null, relation: Relation | null): string {
    const number = first('householdNumber');
    if (number !== '') this.household = `#${number}`;
    else if (door) this.household = door;
    else if (first('headName') !== '') this.household = `=${nameKey(first('headName'))}`;
    else if (relation === 'head' || this.household === '' || !this.household.startsWith('?'))
      this.household = `?${this.sheet.name}/${++this.householdCount}`;
    return this.household;
  }

  private lastHousehold = '';
  private tenureOf(first: (field: LedgerField) => string, household: string): Tenure | null {
    const rents = first('renterMark') === '' ? undefined : markMeaning(first('renterMark'));
    const owns = first('ownerMark') === '' ? undefined : markMeaning(first('ownerMark'));
    const marked = rents ? 'renter' : owns ? 'owner' : rents === false && !this.has('ownerMark') ? 'owner' : null;
    const written = this.tenureIn(first('tenure')) ?? marked;
    if (household !== this.lastHousehold) this.householdTenure = null;
    this.lastHousehold = household;
    if (written) this.householdTenure = written;
    return written ?? (first('tenure') === '' && !this.has('renterMark') && !this.has('ownerMark') ? this.householdTenure : null);
  }

  private gridText = '';
  private gridOf(text: string): string | null {
    if (text !== '') this.gridText = /\d+/.exec(text)?.[0]?.replace(/^0+(?=\d)/, '') ?? text.replace(/^第|网格$/gu, '');
    return this.gridText === '' ? null : this.gridText;
  }

  private sexOf(first: (field: LedgerField) => string): Sex | null {
    const written = readSex(first('sex'));
    if (written) return written;
    if (first('maleMark') !== '' && markMeaning(first('maleMark'))) return 'male';
    return first('femaleMark') !== '' && markMeaning(first('femaleMark')) ? 'female' : null;
  }

  private remarksOf(texts: readonly string[]): string | null {
    const kept = texts
      .filter((text) => !saysNothing(text))
      .map(withoutRefusedWords)
      .filter((text) => text !== '');
    return kept.length > 0 ? kept.join('；') : null;
  }

  private needs(cells: Sheet['rows'][number], row: number): NeedFound[] {
    const found: NeedFound[] = [];
    for (const { column, field, need, heading } of this.used) {
      if (field !== 'remarks' && field !== 'need' && field !== 'tenure') continue;
      const text = this.textAt(cells, row, column, field);
      if (text === '' || (field === 'tenure' && this.tenureIn(text))) continue;
      const label = (this.headingsOfColumn[column] ?? [heading]).at(-1) ?? heading;
      for (const one of field === 'need' ? this.needsUnder(label, need ?? meaningOfHeadings([label])?.need, text) : this.needsIn(text)) {
        if (!found.some(({ code }) => code === one.code)) found.push(one);
      }
    }
    return found;
  }

  /** A mark says yes to the heading; words are read by themselves, then together with the heading (`残疾类型`: `视力二级`). */
  private needsUnder(heading: string, need: NeedFound['code'] | undefined, text: string): readonly NeedFound[] {
    const mark = markMeaning(text);
    const asked: NeedFound[] = need ? [{ code: need, words: heading }] : [];
    if (mark !== undefined) return mark ? asked : [];
    const alone = this.needsIn(text);
    if (alone.length > 0) return alone;
    if (saysNothing(text) || /^(?:无|没有|未|不|否|非|健康|正常|良好|0)/u.test(text)) return [];
    const kind = /视力|听力|言语|肢体|精神|智力/u.exec(text)?.[0];
    return kind ? this.needsIn(`${kind}残疾`) : asked;
  }
}

function withoutGaps(building: string | undefined, unit: string | undefined, room: string | undefined): DoorParts {
  return { ...(building && { building }), ...(unit && { unit }), ...(room && { room }) };
}

function uniquePhones(texts: readonly string[]): string[] {
  const phones: string[] = [];
  for (const text of texts) for (const phone of readPhones(text)) if (!phones.includes(phone)) phones.push(phone);
  return phones;
}
