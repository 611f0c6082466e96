import type { RefusedField } from './model.ts';

/**
 * Ethnicity, religion and political standing are not fields of the register. They are known here only so that a column of them is
 * refused whatever it is called, and so that a stray word in a remark is left out.
 */
const ethnicGroups =
  '汉|蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|穿青人|其他|维';
const politicalWords =
  '中共党员|中共预备党员|预备党员|共产党员|流动党员|在职党员|退休党员|老党员|党员|共青团员|团员|群众|民革|民盟|民建|民进|农工党|致公党|九三学社|台盟|民主党派|无党派人士|无党派|少先队员|入党积极分子';
const religionWords =
  '佛教|道教|伊斯兰教|回教|天主教|基督教|东正教|犹太教|喇嘛教|藏传佛教|无宗教信仰|无信仰|不信教|信教|宗教人士|无神论|穆斯林|信徒|教徒|基督徒|佛教徒|天主教徒';

const whole: Readonly<Record<RefusedField, RegExp>> = {
  ethnicity: new RegExp(
    `^(?:(?:${ethnicGroups})族?|少数民族|han|uyghur|uighur|hui|kazakh|mongol(?:ian)?|tibetan|manchu|miao|zhuang|ئۇيغۇر|خەنزۇ|قازاق|خۇيزۇ|تۇڭگان|قىرغىز)$`,
    'iu',
  ),
  politicalStanding: new RegExp(
    `^(?:${politicalWords}|party member|ccp member|cpc member|league member|masses|پارتىيە ئەزاسى|ئىتتىپاق ئەزاسى|ئامما)$`,
    'iu',
  ),
  religion: new RegExp(
    `^(?:${religionWords}|islam|muslim|buddhis[tm]|christian(?:ity)?|catholic(?:ism)?|taois[tm]|atheist|ئىسلام|مۇسۇلمان|بۇددا)$`,
    'iu',
  ),
};

const inText = new RegExp(
  `(?:${ethnicGroups.replace('|其他', '').replace('|穿青人', '')})族(?!自治|乡|路|街|苑|小区)|少数民族|${politicalWords.replace('|群众', '')}|${religionWords}|党龄\\d*年?|\\b(?:party member|muslim|buddhist|christian|catholic)\\b`,
  'giu',
);

/** Which refused category a value belongs to, if it is exactly such a word (`汉`, `回族`, `党员`, `佛教`). */
export function refusedValue(text: string): RefusedField | undefined {
  if (text.length > 24) return undefined;
  if (whole.ethnicity.test(text)) return 'ethnicity';
  if (whole.politicalStanding.test(text)) return 'politicalStanding';
  if (whole.religion.test(text)) return 'religion';
  return undefined;
}

/** The text without words of ethnicity, religion and political standing, and without the separators left over. */
export function withoutRefusedWords(text: string): string {
  const kept = text.replace(inText, '');
  return kept === text
    ? text
    : kept
        .replace(/^[\s，,;；、。/（()）:：]+|[\s，,;；、/（(:：]+$/gu, '')
        .replace(/([，,;；、])[\s，,;；、]+/gu, '$1')
        .replace(/[（(]\s*[)）]/gu, '');
}

/** Which refused category a heading names. `key` is a heading key, see heading-words. */
export function refusedHeading(key: string): RefusedField | undefined {
  if (/民族|族别|族裔|族属|^族$|ethnic|^race$|مىللىت|مىللەت/.test(key) && !/姓名|名字|文|语/.test(key)) return 'ethnicity';
  if (/宗教|信仰|信教|教派|教别|教民|religio|^faith|^belief|دىن/.test(key)) return 'religion';
  if (/政治|党员|党派|团员|党团|入党|党组织|党支部|党龄|政冶|politic|^party|سىياسىي|پارتىيە/.test(key)) return 'politicalStanding';
  return undefined;
}
