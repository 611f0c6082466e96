import { type NeedCode, needsFromText } from '../needs-from-text.ts';
import type { LedgerField } from './model.ts';
import { refusedHeading, refusedValue } from './refused.ts';

/** What a heading says by itself. `strong` headings never occur as values of a data row, so they tell a header row apart. */
export interface HeadingMeaning {
  readonly field: LedgerField;
  readonly need?: NeedCode;
  readonly strong: boolean;
}

/** Headings are compared without spaces, brackets, stars, numbering and the word "whether". */
export function headingKey(text: string): string {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\u200b-\u200f\ufeff*★:：_'"“”]/gu, '');
  const bare = plain.replace(/[(（[【].*?[)）\]】]/gu, '') || plain.replace(/[()（）[\]【】]/gu, '');
  return bare
    .replace(/^[\d一二三四五六七八九十]{1,2}[.、．)](?=\D)/u, '')
    .replace(/[.。、]+$/u, '')
    .replace(/^(?:是否为?|有无|是不是|属于)/u, '')
    .replace(/[-./]/g, '');
}

/** In order: the first that fits is the meaning. The early ones keep words of other people's columns from the later ones. */
const headings: readonly (readonly [LedgerField, RegExp])[] = [
  [
    'ignored',
    /房东|出租人|业主(?:姓名|电话|联系|身份)|产权人|landlord|网格员|网格长|楼栋长|楼长|单元长|包保|责任人|负责人|填表|登记人|登记时间|登记日期|采集|录入|审核|核实|走访|担保|车牌|车辆|照片|签名|签字|signature|photo/u,
  ],
  [
    'contactPhone',
    /(?:紧急|应急)?(?:联系人|联络人|监护人|赡养人|亲属|家属|emergency|guardian|nextofkin).*(?:电话|手机|号码|方式|phone|mobile|tel|number)|emergencycontact(?:no|phone|number)|紧急(?:联系)?电话|紧急联系方式/u,
  ],
  ['contactName', /紧急联系人|应急联系人|联系人|联络人|监护人|赡养人|emergencycontact|guardian|nextofkin/u],
  [
    'otherName',
    /(?:维吾尔|维|民族|民语|少数民族|少语|外文|英文|拼音|民文).*(?:姓名|名字|名)|曾用名|别名|othername|uyghurname|uighurname|chinesename2|ئۇيغۇرچە(?:ئىسىم|ئىسمى).*/u,
  ],
  ['ignored', /证件类型|证件种类|证照类型|身份证(?:地址|住址|有效|复印|签发|照片|正面|反面)|暂住证|居住证|社保|医保|银行|微信|qq|邮箱|email|籍贯照/u],
  [
    'idNumber',
    /身份证|身份号|身份证件|公民身份|证件号|身证号|^证号$|^id(?:card)?(?:no|number|num|#)?$|^(?:national|citizen|resident|identity)(?:id)?(?:card)?(?:no|number)?$|identity|idcard|كىملىك|سالاھىيەت/u,
  ],
  ['origin', /户籍|户口|籍贯|来源地|原籍|祖籍|户藉|origin|hukou|hometown|registered|نوپۇس|يۇرتى/u],
  ['relation', /关系|relation|مۇناسىۋ/u],
  ['householdNumber', /^(?:户号|户编号|家庭编号|家庭号|户序号?|户代码|户籍编号|户id|household(?:no|number|id|code)|hhid|familyid|ئائىلەنومۇرى)$/u],
  ['headName', /^(?:户主姓名|户主名|户主名字|headname|headofhousehold(?:name)?|householder(?:name)?|householdhead)$/u],
  ['headMark', /^(?:户主|head)$/u],
  ['birthDate', /^(?!.*出生地).*(?:出生|生日|^dob$|birth|تۇغۇلغان)/u],
  ['age', /^(?:现?年龄|周岁|岁数|实足年龄|年岁|age(?:years)?|يېشى|ياش)$/u],
  ['sex', /^(?:性别|性別|sex|gender|m\/?f|جىنسى)$/u],
  ['maleMark', /^(?:男|男性|male)$/u],
  ['femaleMark', /^(?:女|女性|female)$/u],
  [
    'phone',
    /电话|手机|联系方式|联系号码|移动号码|座机|固话|^(?:tel|telephone|phone|mobile|cell|cellphone|mobilephone|contact)(?:no|number|num)?\d?$|phone|تېلېفون|تېلفون/u,
  ],
  ['ignored', /单位地址|工作地址|学校地址|通讯地址|通信地址/u],
  [
    'address',
    /住址|地址|居住地|现住|住所|居所|房屋位置|住房位置|楼栋单元|楼门号|楼房号|楼室|栋单元|房屋坐落|address|dwelling|^door$|ئادرېس|تۇرالغۇ|تۇرۇشلۇق/u,
  ],
  [
    'building',
    /^(?:第?几?(?:楼栋|楼号|楼幢|栋号|幢号|楼栋号|楼幢号|楼座|座号|楼宇|号楼|栋|幢|座|楼|楼栋名称|所在楼栋|所属楼栋|栋数|楼座号)|building(?:no|number|name)?|bldg(?:no)?|block(?:no)?|بىنا(?:نومۇرى)?)$/u,
  ],
  ['unit', /^(?:(?:所在|所属)?(?:单元|单元号|门洞|门栋|单元门|梯号|梯)|unit(?:no|number)?|entrance|stair(?:case)?|بۆلۈم(?:نومۇرى)?|ئېغىز|كىرىش)$/u],
  ['ignored', /^(?:楼层|层|层数|层号|floor|面积|建筑面积|房屋面积|户型|قەۋەت)$/u],
  [
    'room',
    /^(?:(?:房|室|户室|房间|房屋|门牌|门|门户)号?码?|房间号|房号|室号|房门号|户室号|门牌号码?|号室|户|room(?:no|number)?|flat(?:no)?|apt|apartment(?:no)?|doorno|doornumber|ئۆي(?:نومۇرى)?|ئىشىكنومۇرى)$/u,
  ],
  ['grid', /^(?:所属|所在)?(?:网格|网格号|网格名称|网格编号|所属网格|片区)$|^grid(?:no|number|name)?$|^(?:كاتەكچە|تور)(?:نومۇرى)?$/u],
  ['renterMark', /^(?:租户|租住|租房|租赁|出租|出租房|租客|承租户?|租住户|renter|tenant|rented|rents)$/u],
  ['ownerMark', /^(?:自有|自住|自有住房|业主|产权人|房主|自有房|owner|owned|owns|owneroccupied)$/u],
  ['movedIn', /入住|迁入|搬入|来本|来社区|起租|租住时间|居住时间|居住起|到达|来访日期|movedin|movein|^since$|moveddate|كۆچۈپ/u],
  [
    'tenure',
    /^(?:住房|房屋|租购)$|租[户住客]?[/或].*(?:自|业主|产权)|(?:业主|自有|自住)[/或]租|居住类型|居住性质|居住方式|居住类别|居住情况|居住状态|居住状况|居住形式|住房性质|住房类型|住房情况|住房类别|房屋性质|房屋类型|房屋用途|房屋状态|房屋使用|房屋产权|租住情况|租赁情况|租房情况|自有租|自住租|租自|产权性质|住户类型|住户性质|人员类别|人员类型|人员性质|人员属性|人口性质|人口类型|人口类别|居民类型|居民类别|^户别|tenure|ownership|ownrent|rentown|residen(?:ce|cy|t)type|housing|ئىجارە|تۇرۇشئەھۋالى/u,
  ],
  [
    'name',
    /^(?:(?:居民|人员|成员|住户|家庭成员|本人|中文|汉语|汉文|汉族|租客|租户|承租人|人口|常住人口|住户成员)?(?:姓名|名字|名称|名)|姓名名字|(?:full|chinese|resident|person)?name(?:s)?(?:inchinese)?|residents?|ئىسىم|ئىسمى|ئىسىمفامىلىسى|ئىسىمفامىلە|ئاتفامىلە|ئىسىمفامىلىسى|خەنزۇچەئىسمى)$/u,
  ],
  [
    'ignored',
    /单位|职业|工作|学历|文化程度|教育|婚姻|婚育|收入|学校|年级|血型|身高|兵役|服兵|民兵|employer|occupation|^job|education|marital|^work|خىزمەت|كەسپى|مەدەنىيەت/u,
  ],
  ['serial', /^(?:序号|序|编号|编码|号|no|no#|number|num|#|№|serial(?:no|number)?|sn|index|row|تەرتىپ|تەرتىپنومۇرى|رەتنومۇرى|نومۇرى|نومۇر)$/u],
];
const textual =
  /备注|备考|特殊|说明|健康|身体|病史|疾病|患病|病情|需求|需要|困难|关注|重点|照护|其他情况|其它情况|^情况|^其他$|^其它$|remark|note|comment|health|medical|condition|^needs?$|specialneed|vulnerab|ئىزاھات|ئەسكەرتىش|ساغلاملىق|ئالاھىدە/u;
/** Words that are headings in one ledger and values in another. */
const alsoValues: ReadonlySet<LedgerField> = new Set(['headMark', 'maleMark', 'femaleMark', 'renterMark', 'ownerMark', 'need']);
const alsoValueKeys = /^(?:其他|其它|租客|户|楼|座|号|层|门|室|栋|幢|no|number|residents?|无)$/;

const known = new Map<string, HeadingMeaning | undefined>();

/** Meaning of one heading, or `undefined` where the words are not known. */
export function headingMeaning(text: string): HeadingMeaning | undefined {
  if (text === '' || text.length > 40) return undefined;
  if (!known.has(text)) {
    // Headings repeat, values do not: a ledger's worth of values must not stay in memory.
    if (known.size > 5000) known.clear();
    known.set(text, meaningOf(text));
  }
  return known.get(text);
}

function meaningOf(text: string): HeadingMeaning | undefined {
  const key = headingKey(text);
  if (key === '' || /^\d+$/.test(key)) return undefined;
  const otherNameFirst = headings.find(([field]) => field === 'otherName')?.[1].test(key);
  const refused = otherNameFirst ? undefined : refusedHeading(key);
  if (refused) return { field: refused, strong: key.length <= 24 && !refusedValue(text) && !/^(?:党员|少数民族)/.test(key) };
  for (const [field, words] of headings)
    if (words.test(key)) return { field, strong: !alsoValues.has(field) && !alsoValueKeys.test(key) && key.length <= 24 };
  // English needs its spaces, Chinese must lose them.
  const [need] = key.length <= 24 ? [...needsFromText(key), ...needsFromText(text)] : [];
  if (need) return { field: 'need', need: need.code, strong: false };
  return textual.test(key)
    ? {
        field: 'remarks',
        strong: key.length <= 12 && /备注|备考|特殊|说明|状况|情况|病史|重点|remark|note|comment|need|ئىزاھات|ئەسكەرتىش|ئالاھىدە/.test(key),
      }
    : undefined;
}
