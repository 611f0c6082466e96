/** Kinds of individual need that change what helpers do in an emergency; the codes of `register.need`. */
export const needCodes = [
  'chronic',
  'oxygen',
  'dialysis',
  'insulin',
  'mobility',
  'sight',
  'hearing',
  'mental_health',
  'dementia',
  'pregnant',
  'lives_alone',
  'small_child',
  'language',
  'other',
] as const;
export type NeedCode = (typeof needCodes)[number];

/** A need and the words it was read from, so that a person can judge the reading. */
export interface NeedFound {
  readonly code: NeedCode;
  readonly words: string;
}

/** Order matters: a longer phrase that means one thing takes its words before a shorter one can (`糖尿病打胰岛素` is insulin only). */
const lexicon: readonly (readonly [NeedCode, RegExp])[] = [
  ['insulin', /(?:糖尿病[^，,;；。、]{0,6}?)?胰岛素|(?:diabet\w*\s+(?:on|with|tak\w+|us\w+)\s+)?insulin|ئىنسۇلىن/giu],
  ['dialysis', /(?:尿毒症|肾衰竭?)?[^，,;；。、]{0,3}?(?:血液透析|腹膜透析|透析|血透|腹透)|尿毒症|dialysis|دىئالىز/giu],
  ['oxygen', /吸氧|制氧|氧疗|供氧|输氧|氧气|呼吸机|oxygen|ventilator|ئوكسىگېن/giu],
  ['other', /智力残疾?|智残|多重残疾?|智力障碍|自闭症?|孤独症|唐氏/giu],
  [
    'mental_health',
    /精神残疾?|精神障碍|精神病|精神分裂症?|精神疾病|精神类|精残|抑郁症?|躁狂症?|双相|焦虑症|心理疾病|schizo\w*|mental\w*|depress\w*|روھىي/giu,
  ],
  ['dementia', /老年性?痴呆症?|痴呆|失智|认知障碍|认知症|认知功能障碍|阿尔茨海默|阿尔兹海默|阿兹海默|dementia|alzheimer\w*/giu],
  [
    'sight',
    /视力残疾?|视残|视力障碍|视障|失明|低视力|弱视|视力(?:下降|减退|差|不[好佳]|弱|模糊)|全盲|双目失明|(?<![色夜文扫雪青])盲(?![目道区从])|\bblind\b|low vision|visual\w*|كور|قارىغۇ|ئەما/giu,
  ],
  [
    'hearing',
    /听力残疾?|听残|听力障碍|听力(?:下降|减退|差|不[好佳]|弱)|听障|失聪|重听|耳背|助听器|言语残疾?|语言残疾?|言语障碍|聋哑|耳聋|聋|哑|\bdeaf\w*|hearing\w*|گاس/giu,
  ],
  [
    'mobility',
    /行动不[便变]|行动困难|行走不便|行走困难|腿脚不便|不良于行|无法行走|不能行走|轮椅|拐杖|助行器|瘫痪|偏瘫|截瘫|卧床|半失能|失能|不能自理|无法自理|不能完全自理|半自理|肢体残疾?|肢体障碍|肢残|下肢残疾?|截肢|骨折|小儿麻痹|脑瘫|wheelchair|bedridden|paraly\w*|mobility|walking\w*|يۈرەلمەيدۇ/giu,
  ],
  ['pregnant', /(?<![避不备未])孕(?![育前检激])[^，,;；。、\s]{0,5}|怀孕|妊娠|待产|临产|pregnan\w*|ھامىلدار|قوساق كۆتۈر\S*/giu],
  [
    'lives_alone',
    /独居(?:老人)?|空巢(?:老人)?|孤寡(?:老人)?|孤老|鳏寡|独自居住|独自生活|独自一人|一人居住|一个人住|单独居住|单身老人|lives? alone|living alone|\balone\b|يالغۇز/giu,
  ],
  [
    'language',
    /语言不通|不懂汉语|不会汉语|不会(?:说|讲)?(?:普通话|国语|汉语|中文)|听不懂(?:普通话|汉语)|不识汉字|只[会懂讲说][^，,;；。、\s]{0,3}[语话]|需要?翻译|interpreter|no chinese|تەرجىمان/giu,
  ],
  ['small_child', /婴幼儿|婴儿|幼儿|新生儿|学龄前(?:儿童)?|\d+个?月大|哺乳期?|infant|toddler|\bbaby\b|بوۋاق/giu],
  [
    'chronic',
    /高血压|糖尿病|高血糖|心脏病|冠心病|心脏支架|心脏搭桥|支架|起搏器|心梗|心肌梗[塞死]|心衰|心力衰竭|房颤|心绞痛|心血管病?|脑梗[塞死]?|脑出血|脑卒中|中风|慢性病|慢病|慢性[^，,;；。、\s]{1,6}(?:病|炎)|慢阻肺|肺气肿|肺心病|哮喘|癌症?|肿瘤|化疗|放疗|白血病|肝硬化|乙肝|肾病|肾炎|肾衰竭?|癫痫|帕金森|高血脂|痛风|类风湿|红斑狼疮|甲亢|甲减|血友病|hypertension|high blood pressure|diabet\w*|chronic|heart\s?\w*|asthma|cancer|stroke|copd|epilep\w*|قان بېسىم\S*|دىئابېت\S*|سۇرۇنكىلىق|يۈرەك كېسەل\S*/giu,
  ],
  // Without a kind, a disability most often means help on the stairs; the words stay, so a person can say more.
  ['mobility', /残疾[人证]?|残障|disab\w*|handicap\w*|مېيىپ/giu],
];

const negatedBefore =
  /(?:无需|不需要?|不用|不必|不再|没有?|沒有?|无|未曾?|非|否认|排除|不属于|不是|不|no|not|without|never|يوق)(?:任何|明显|其他|患有?|有|过|再|长期|需要?|家族|打|注射|使用|用|做|on|any|a|have|need(?:ing)?)*\s*$/iu;
const answeredNo = /^\s*(?:[:：]\s*)?(?:无|否|没有|不是|no|none|0)\s*$/iu;
/** Words that end something, and what they can end: leaving hospital ends no chronic illness, and only a pregnancy ends by birth. */
const endings: readonly (readonly [string, ReadonlySet<NeedCode> | 'any'])[] = [
  ['治愈|痊愈|康复|愈|停用|停药|停|取消|解除|结束|终止|摘除|恢复', 'any'],
  ['出院|好转出院|好转', new Set<NeedCode>(['mobility', 'oxygen', 'other', 'mental_health'])],
  ['分娩|生产|顺产|剖腹产|生育|产|生', new Set<NeedCode>(['pregnant'])],
];
const endedAfter = endings.map(([words, codes]) => ({
  codes,
  words: new RegExp(`^[^，,;；。、\\s]{0,6}?(?:史已|现已|已经?)(?:${words})|^\\s*[(（]?(?:${words.replace(/\|[停愈产生](?=\||$)/gu, '')})`, 'u'),
}));
const endedAlone = endings.map(([words, codes]) => ({ codes, words: new RegExp(`^\\s*(?:现?已经?|现)?(?:${words})了?\\s*$`, 'u') }));
const ends = (list: typeof endedAfter, code: NeedCode, text: string): boolean =>
  list.some(({ codes, words }) => (codes === 'any' || codes.has(code)) && words.test(text));
/** The clause speaks of somebody else: `照顾瘫痪母亲`, `其母透析`. */
const aboutAnother =
  /(?:^|[照护陪])(?:其|他|她|家中?|同住)?(?:的)?(?:父亲?|母亲?|妻子?|丈夫|老伴|爱人|配偶|儿子?|女儿|孙[子女]?|公公|婆婆|岳父|岳母|家属|家人|邻居|照顾|照料|护理|陪护)(?![^，,;；。、\s]{0,2}(?:去世|过世|离世|病故|已故|亡))/u;

interface Clause {
  readonly text: string;
  readonly joinedByList: boolean;
}

function clausesOf(text: string): Clause[] {
  const out: Clause[] = [];
  let last = 0;
  let joined = false;
  for (const match of text.matchAll(/[，,;；。、|\n\r/+]|\s+|(?<=[\u4e00-\u9fff])(?:和|及|或|与)(?=[\u4e00-\u9fff])/gu)) {
    out.push({ text: text.slice(last, match.index), joinedByList: joined });
    joined = /[、和及或与/]/.test(match[0]);
    last = match.index + match[0].length;
  }
  out.push({ text: text.slice(last), joinedByList: joined });
  return out.filter((clause) => clause.text !== '');
}

/**
 * Needs named in a remark such as `轮椅；高血压`. Negation is understood where it stands next to the word or ends it
 * (`无慢性病`, `不需要吸氧`, `骨折已康复`, `怀孕，已分娩`), and it carries through a list (`无高血压、糖尿病`).
 * What is said of another person (`照顾瘫痪母亲`) is not this person's need. Each code appears at most once.
 */
export function needsFromText(raw: string): NeedFound[] {
  const text = spellOutDisabilities(raw.normalize('NFKC').trim());
  if (text === '') return [];
  // Words of languages that separate by spaces must stay together; Chinese remarks use spaces as commas.
  const latin = !/[\u4e00-\u9fff]/.test(text);
  const clauses = latin ? text.split(/[،,;.|\n]+/).map((piece) => ({ text: piece.trim(), joinedByList: false })) : clausesOf(text);
  const found: { code: NeedCode; words: string; clause: number }[] = [];
  let listNegated = false;
  clauses.forEach((clause, index) => {
    if (endedAlone.some(({ words }) => words.test(clause.text))) {
      for (let i = found.length - 1; i >= 0 && found[i]?.clause === index - 1; i--)
        if (ends(endedAlone, found[i]?.code ?? 'other', clause.text)) found.splice(i, 1);
      return;
    }
    if (aboutAnother.test(clause.text)) return;
    const hits = hitsIn(clause.text);
    const carried = listNegated && clause.joinedByList && hits[0]?.at === 0;
    listNegated = carried;
    for (const hit of hits) {
      const before = clause.text.slice(0, hit.at);
      const after = clause.text.slice(hit.at + hit.words.length);
      if (negatedBefore.test(before)) listNegated = true;
      else if (!carried && !answeredNo.test(after) && !ends(endedAfter, hit.code, after) && !ends(endedAfter, hit.code, hit.words.slice(1)))
        found.push({ code: hit.code, words: hit.words, clause: index });
    }
  });
  const seen = new Set<NeedCode>();
  return found.filter(({ code }) => !seen.has(code) && seen.add(code)).map(({ code, words }) => ({ code, words }));
}

const disabilities = '视力|听力|言语|肢体|精神|智力';
const ofKinds = new RegExp(`残疾\\s*[(（:：]\\s*(${disabilities})([一二三四1-4]级)?[)）]?`, 'gu');
const listOfKinds = new RegExp(`(${disabilities})(?=[、和及](?:(?:${disabilities})[、和及])*(?:${disabilities})残疾)`, 'gu');
const graded = new RegExp(`(${disabilities})([一二三四1-4]级)(?:残疾)?`, 'gu');
/** `残疾（视力一级）`, `视力、听力残疾`, `肢体二级` → each kind with the word 残疾 behind it. */
function spellOutDisabilities(text: string): string {
  return text.replace(ofKinds, '$1残疾$2').replace(listOfKinds, '$1残疾').replace(graded, '$1残疾$2');
}

function hitsIn(clause: string): { code: NeedCode; words: string; at: number }[] {
  const taken = Array.from({ length: clause.length }, () => false);
  const hits: { code: NeedCode; words: string; at: number }[] = [];
  for (const [code, words] of lexicon) {
    for (const match of clause.matchAll(words)) {
      const end = match.index + match[0].length;
      if (taken.slice(match.index, end).some(Boolean)) continue;
      taken.fill(true, match.index, end);
      hits.push({ code, words: match[0], at: match.index });
    }
  }
  return hits.sort((a, b) => a.at - b.at);
}
