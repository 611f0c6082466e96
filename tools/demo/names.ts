import type { Random } from './random.ts';

const surnames = [
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文',
  '欧阳',
  '上官',
  '司马',
];
const female = [...'芳娜敏静丽艳娟霞秀燕玲桂梅琴红玉兰翠怡诗雨梓涵欣悦佳宁珍凤淑云洁婷倩莉莹蕾雪慧'];
const male = [...'伟强磊军洋勇杰涛明超刚平辉健俊峰波斌宇浩凯志永东海亮成建国庆晨旭阳鹏飞龙文博'];

const uyghur: Readonly<Record<'female' | 'male', readonly (readonly [hanzi: string, arabic: string])[]>> = {
  female: [
    ['阿依古丽', 'ئايگۈل'],
    ['古丽娜尔', 'گۈلنار'],
    ['帕提古丽', 'پاتىگۈل'],
    ['热依汗', 'رەيھان'],
    ['阿米娜', 'ئامىنە'],
    ['迪丽努尔', 'دىلنۇر'],
    ['米热古丽', 'مىھرىگۈل'],
    ['祖丽皮娅', 'زۇلپىيە'],
  ],
  male: [
    ['买买提', 'مەمەت'],
    ['艾力', 'ئەلى'],
    ['玉素甫', 'يۈسۈپ'],
    ['阿卜杜拉', 'ئابدۇللا'],
    ['吐尔逊', 'تۇرسۇن'],
    ['库尔班', 'قۇربان'],
    ['艾合买提', 'ئەخمەت'],
    ['依明', 'ئىمىن'],
  ],
};

export interface Name {
  readonly name: string;
  /** In Arabic script, for Uyghur names; else empty. */
  readonly otherName: string;
}

export type Sex = 'female' | 'male';

/** A family: members carry its surname, or, in a Uyghur family, their father's name. */
export interface Family {
  readonly surname: string | null;
}

/** About one family in thirty bears Uyghur names. */
export const family = (random: Random, uyghurShare = 1 / 30): Family => ({ surname: random.chance(uyghurShare) ? null : random.pick(surnames) });

/** A name made of lists: nobody is meant. */
export function nameIn({ surname }: Family, sex: Sex, random: Random): Name {
  if (surname === null) {
    const [own, father] = [random.pick(uyghur[sex]), random.pick(uyghur.male)];
    return { name: `${own[0]}·${father[0]}`, otherName: `${own[1]} ${father[1]}` };
  }
  const given = sex === 'female' ? female : male;
  return { name: surname + random.pick(given) + (random.chance(0.7) ? random.pick(given) : ''), otherName: '' };
}

export const anyName = (random: Random, sex: Sex = random.chance(0.5) ? 'female' : 'male'): Name => nameIn(family(random), sex, random);
