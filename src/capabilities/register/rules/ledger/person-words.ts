import type { Relation, Sex, Tenure } from './model.ts';

const dots = /\s*[·•‧∙⋅・●゠᛫.。]\s*(?=[\u4e00-\u9fff])/gu;
const arabic = /[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]/u;
const arabicRun = /[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff][\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff\s.\-·]*/gu;
const inBrackets = /[(（[【〔<《].*?[)）\]】〕>》]|[(（].*$/gu;

export interface NameReading {
  readonly name: string;
  /** The same name in another script, where the cell holds both. */
  readonly otherName: string | null;
}

/**
 * A name as the register keeps it: `毛 伟` → `毛伟`, `帕提古丽•艾合买提` → `帕提古丽·艾合买提`, remarks in brackets and a title after the name
 * taken away. Names in Arabic or Latin script keep single spaces. A cell with a name in two scripts gives both, Chinese first.
 * @param text as given by `cellText`
 */
export function readName(text: string): NameReading {
  if (/^[\u4e00-\u9fff]{2,5}$/.test(text)) return { name: text, otherName: null };
  const hasArabic = arabic.test(text);
  const bracketName = hasArabic ? /[(（]([^)）]*)[)）]/u.exec(text)?.[1] : undefined;
  const bare = bracketName && arabic.test(bracketName) ? `${text.replace(inBrackets, '')} ${bracketName}` : text.replace(inBrackets, ' ');
  const arabicName = (bare.match(arabicRun) ?? []).join(' ').replace(/\s+/g, ' ').trim();
  const rest = bare.replace(arabicRun, ' ').replace(/^[\s/\\,，、;；*'"]+|[\s/\\,，、;；*'"]+$/gu, '');
  const main = /[\u4e00-\u9fff]/.test(rest)
    ? rest
        .replace(dots, '·')
        .replace(/(?<=[\u4e00-\u9fff·])\s+(?=[\u4e00-\u9fff·])/gu, '')
        .replace(/(?:先生|女士|小姐)$/u, '')
    : rest.replace(/\s+/g, ' ');
  if (main === '') return { name: arabicName, otherName: null };
  return { name: main, otherName: arabicName === '' ? null : arabicName };
}

/** Names with equal keys are the same name: case, spaces and the dot between parts do not count. */
export const nameKey = (name: string): string =>
  /^[\u4e00-\u9fff]+$/.test(name)
    ? name
    : name
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[^\p{L}\p{M}]/gu, '');

/** Whether a cell can be a person's name; notes, sums and house numbers cannot. */
export function isPlausibleName(text: string): boolean {
  if (text === '' || text.length > 40 || !/\p{L}/u.test(text)) return false;
  const bare = text.replace(inBrackets, '').trim();
  if (/[:：;；。!！?？=%℃]|\d/u.test(bare) || saysVacant(bare)) return false;
  return (
    !/^(?:本?[页栋楼户幢]?(?:小计|合计|总计|共计|累计|汇总)|注|备注|说明|姓名|名字|同上|无|无名|不详|total|subtotal|sum|note|name)/iu.test(bare) &&
    (/[\u4e00-\u9fff]/.test(bare) ? bare.replace(/\s/g, '').length <= 24 : true)
  );
}

const vacant = /^(?:空置?房?|空房|空户|空关|无人居?住?|无人|未入住|没人住?|未出租|待租|闲置|房屋?空置|空置|vacant|empty|بوش)$/iu;
/** Whether the words say that nobody lives there. */
export const saysVacant = (text: string): boolean => vacant.test(text);

const male = /^(?:男性?|男孩|先生|m|male|man|ئەر|er)$/iu;
const female = /^(?:女性?|女孩|女士|f|female|woman|ئايال|قىز)$/iu;
export const readSex = (text: string): Sex | null => (male.test(text) ? 'male' : female.test(text) ? 'female' : null);

const relations: readonly (readonly [Relation, RegExp])[] = [
  ['head', /^(?:户主|本人|户主本人|房主|主|head(?: of (?:the )?household)?|householder|self|ئائىلە باشلىقى|ئۆي ئىگىسى|ئۆزى)$/iu],
  ['spouse', /^(?:配偶|妻子?|夫|丈夫|老婆|老公|爱人|老伴|夫妻|之妻|之夫|户主之妻|户主之夫|spouse|wife|husband|ئايالى|ئېرى|جۈپتى)$/iu],
  ['childInLaw', /媳|女婿|儿媳|daughter.?in.?law|son.?in.?law|كېلىن|كۈيئوغ/iu],
  ['parentInLaw', /岳|公公|婆婆|公婆|丈母|(?:mother|father|parent).?in.?law|قېينئا/iu],
  ['grandchild', /孙|外甥孙|grand(?:son|daughter|child)|نەۋر/iu],
  ['grandparent', /祖父|祖母|爷爷|奶奶|外公|外婆|姥|grand(?:father|mother|parent)|بوۋ|موم/iu],
  ['parent', /^(?:之?(?:父亲?|母亲?|父母|爸爸?|妈妈?|养父|养母|继父|继母)|father|mother|parents?|دادىسى|ئاپىسى|ئانىسى|ئاتىسى)$/iu],
  ['son', /^(?:之?(?:子|儿子?|长子|次子|三子|四子|大儿子|二儿子|小儿子|独子|独生子|养子|继子)|son|ئوغلى)$/iu],
  ['daughter', /^(?:之?(?:女|女儿|长女|次女|三女|二女|四女|大女儿|小女儿|独女|独生女|养女|继女)|daughter|قىزى)$/iu],
  ['child', /^(?:子女|孩子|小孩|儿女|child(?:ren)?|بالىسى|پەرزەنت.*)$/iu],
  ['sibling', /兄|弟|姐|姊|妹|哥|brother|sister|sibling|ئاكىسى|ئۇكىسى|ئاچىسى|سىڭلىسى/iu],
  ['flatmate', /合租|室友|同租|租客|租户|承租|同住|同事|朋友|工友|flat.?mate|room.?mate|tenant|lodger|friend|ئورتاق/iu],
  ['carer', /保姆|护工|家政|住家|看护|carer|nanny|helper|باققۇچى/iu],
  [
    'other',
    /^(?:其他|其它|其他亲属|亲属|亲戚|非亲属|侄.*|外甥.*|表.*|堂.*|叔.*|伯.*|姑.*|舅.*|姨.*|other.*|relative|nephew|niece|uncle|aunt|cousin|باشقا|تۇغقان.*)$/iu,
  ],
];
/** How a person stands to the head of the household; `null` for words not known. */
export function readRelation(text: string): Relation | null {
  if (text === '' || text.length > 24) return null;
  for (const [relation, words] of relations) if (words.test(text)) return relation;
  return null;
}

const tenures: readonly (readonly [Tenure, RegExp])[] = [
  ['other', /借住|借用|寄住|寄居|投靠|单位(?:房|宿舍|分)|宿舍|职工房|代管|borrow|staycation|lodg|dorm/iu],
  ['owner', /^(?:非租|未租|不租)/u],
  ['renter', /租|暂住房|rent|tenan|lease|let\b|ئىجار/iu],
  ['owner', /自有|自住|自购|自建|业主|产权|房主|自家|私房|商品房|购房|已购|回迁|安置房|拆迁房|^自$|own|ئۆزىنىڭ|ئىگى|شەخسىي/iu],
  ['other', /^(?:其他|其它|other|باشقا)$/iu],
];
/** On what footing a person lives in the dwelling; `null` for words that do not say (`常住`, `流动人口`). */
export function readTenure(text: string): Tenure | null {
  if (text === '' || text.length > 30) return null;
  for (const [tenure, words] of tenures) if (words.test(text)) return tenure;
  return null;
}
