import type { Level, PlanText } from '../../model.ts';
import { composePlan, frame, type Step, triggerAt, words } from './compose.ts';

const floodSteps: readonly Step[] = [
  ...frame(
    words(
      '暴雨将至：不要去地下室和低洼处，不要涉水，电动车移到高处；需要帮助请扫门牌二维码或打电话给网格员。',
      'Heavy rain is coming: keep out of basements and low ground, do not wade, move e-bikes to high ground. Need help? Scan the code at your door or ring your grid worker.',
      'قاتتىق يامغۇر ياغىدۇ: يەر ئاستى ئۆيى ۋە ئويمان جايلارغا بارماڭ، سۇ كەچمەڭ. ياردەم لازىم بولسا ئىشىكىڭىزدىكى كودنى سىكاننىرلاڭ ياكى كاتەكچە خادىمىغا تېلېفون قىلىڭ.',
    ),
  ),
  {
    from: 'IV',
    withinMin: 60,
    kind: 'task',
    duty: 'drain.clear',
    audience: 'positions',
    title: words('清理雨水口、排水沟', 'Clear drains and gullies', 'يامغۇر سۈيى ئېقىتىش ئېغىزلىرىنى تازىلاش'),
  },
  {
    from: 'III',
    withinMin: 60,
    kind: 'task',
    duty: 'water.pump',
    audience: 'positions',
    title: words(
      '水泵、沙袋到位，地下车库设挡水板',
      'Pumps, sandbags and garage flood boards in place',
      'سۇ پومپىسى، قۇم خالتا ۋە توسۇش تاختىلىرىنى تەييارلاش',
    ),
  },
  {
    from: 'II',
    withinMin: 60,
    kind: 'task',
    duty: 'shelter.open',
    audience: 'positions',
    title: words('开放避难场所', 'Open the shelters', 'پاناھلىنىش ئورۇنلىرىنى ئېچىش'),
  },
  {
    from: 'II',
    withinMin: 90,
    kind: 'task',
    duty: 'evacuate.vulnerable',
    audience: 'vulnerable',
    title: words(
      '转移地下室、低洼处和行动不便的居民',
      'Move people out of basements, low ground and those who cannot walk',
      'يەر ئاستى ئۆيى، ئويمان جاي ۋە ھەرىكىتى قولايسىز ئاھالىلەرنى يۆتكەش',
    ),
  },
  {
    from: 'II',
    withinMin: 120,
    kind: 'task',
    duty: 'utility.secure',
    audience: 'positions',
    title: words('切断受淹区域电源、燃气', 'Cut power and gas where water stands', 'سۇ باسقان جايلارنىڭ توكى ۋە گازىنى ئۈزۈش'),
  },
  {
    from: 'II',
    withinMin: 180,
    kind: 'task',
    duty: 'supply.deliver',
    audience: 'vulnerable',
    title: words(
      '向避难场所和困难住户送饮水、食品',
      'Take water and food to shelters and households in need',
      'پاناھلىنىش ئورنى ۋە موھتاج ئائىلىلەرگە سۇ، يېمەكلىك يەتكۈزۈش',
    ),
  },
  {
    from: 'I',
    withinMin: 30,
    kind: 'task',
    duty: 'order.keep',
    audience: 'positions',
    title: words('封控积水路段和地下空间入口', 'Close flooded roads and ways underground', 'سۇ توپلانغان يول ۋە يەر ئاستى ئېغىزلىرىنى توسۇش'),
  },
  {
    from: 'I',
    withinMin: 120,
    kind: 'round',
    duty: 'response.checkIn',
    audience: 'residents',
    title: words('逐户核实平安', 'Go to every door', 'ھەر بىر ئائىلىنى بىر-بىرلەپ يوقلاش'),
  },
  {
    from: 'I',
    withinMin: 180,
    kind: 'task',
    duty: 'medical.support',
    audience: 'vulnerable',
    title: words('保障透析、吸氧、用药居民', 'Keep dialysis, oxygen and medicine going', 'دىئالىز، ئوكسىگېن ۋە دورىغا موھتاجلارنى كاپالەتلەندۈرۈش'),
  },
  {
    from: 'I',
    withinMin: 1440,
    kind: 'task',
    duty: 'psych.support',
    audience: 'vulnerable',
    title: words('为受灾居民提供心理支持', 'Offer psychological support to those affected', 'زىيانغا ئۇچرىغانلارغا پىسخىكىلىق ياردەم بېرىش'),
  },
];

const stormSteps: readonly Step[] = [
  ...frame(
    words(
      '雷电大风天气：请留在室内，关好门窗，收回阳台物品，不要在树下、广告牌下停留；需要帮助请扫门牌二维码。',
      'Lightning and strong wind: stay indoors, close the windows, take things in from balconies, keep away from trees and hoardings. Need help? Scan the code at your door.',
      'چاقماق ۋە كۈچلۈك شامال: ئۆيدە تۇرۇڭ، دېرىزىلەرنى ئېتىڭ، دەرەخ ۋە ئېلان تاختىسى ئاستىدا تۇرماڭ. ياردەم لازىم بولسا ئىشىكتىكى كودنى سىكاننىرلاڭ.',
    ),
  ),
  {
    from: 'IV',
    withinMin: 60,
    kind: 'task',
    duty: 'utility.secure',
    audience: 'positions',
    title: words(
      '检查树木、广告牌、工地和高处物件',
      'Check trees, hoardings, building sites and things high up',
      'دەرەخ، ئېلان تاختىسى، قۇرۇلۇش ئورنى ۋە ئېگىزدىكى نەرسىلەرنى تەكشۈرۈش',
    ),
  },
  {
    from: 'III',
    withinMin: 60,
    kind: 'task',
    duty: 'order.keep',
    audience: 'positions',
    title: words(
      '暂停户外活动，疏散广场和运动场人员',
      'Stop outdoor activities; clear squares and sports grounds',
      'سىرتتىكى پائالىيەتلەرنى توختىتىش، مەيداندىكىلەرنى تارقىتىش',
    ),
  },
  {
    from: 'III',
    withinMin: 90,
    kind: 'task',
    duty: 'utility.secure',
    audience: 'positions',
    title: words(
      '检查配电间、电梯和公共区域防雷设施',
      'Check switch rooms, lifts and lightning protection',
      'توك تەقسىملەش ئۆيى، لىفت ۋە چاقماقتىن ساقلىنىش ئەسلىھەلىرىنى تەكشۈرۈش',
    ),
  },
  {
    from: 'III',
    withinMin: 120,
    kind: 'task',
    duty: 'vulnerable.alert',
    audience: 'vulnerable',
    title: words(
      '联系用电医疗设备的居民，准备备用电源',
      'Ring residents on powered medical devices; ready a spare supply',
      'توكلۇق داۋالاش ئۈسكۈنىسى ئىشلىتىدىغانلار بىلەن ئالاقىلىشىپ، زاپاس توك تەييارلاش',
    ),
  },
  {
    from: 'II',
    withinMin: 60,
    kind: 'task',
    duty: 'shelter.open',
    audience: 'positions',
    title: words('开放避难场所', 'Open the shelters', 'پاناھلىنىش ئورۇنلىرىنى ئېچىش'),
  },
  {
    from: 'II',
    withinMin: 120,
    kind: 'task',
    duty: 'evacuate.vulnerable',
    audience: 'vulnerable',
    title: words(
      '转移危旧房、临时建筑内居民',
      'Move people out of unsafe and temporary buildings',
      'خەتەرلىك ۋە ۋاقىتلىق ئۆيلەردىكى ئاھالىلەرنى يۆتكەش',
    ),
  },
  {
    from: 'I',
    withinMin: 120,
    kind: 'round',
    duty: 'response.checkIn',
    audience: 'residents',
    title: words('逐户核实平安', 'Go to every door', 'ھەر بىر ئائىلىنى بىر-بىرلەپ يوقلاش'),
  },
  {
    from: 'I',
    withinMin: 240,
    kind: 'task',
    duty: 'supply.deliver',
    audience: 'vulnerable',
    title: words('向停电住户送照明、饮水', 'Take light and water to households without power', 'توك ئۈزۈلگەن ئائىلىلەرگە چىراغ، سۇ يەتكۈزۈش'),
  },
];

const heatSteps: readonly Step[] = [
  ...frame(
    words(
      '高温天气：中午少外出，多喝水，照看好老人和孩子；社区纳凉点已开放，需要帮助请扫门牌二维码。',
      'Heat: stay in at midday, drink often, look after the old and the young. The cool room is open. Need help? Scan the code at your door.',
      'يۇقىرى تېمپېراتۇرا: چۈشتە سىرتقا ئاز چىقىڭ، كۆپ سۇ ئىچىڭ، قېرىلار ۋە بالىلارغا قاراڭ. سالقىنداش ئورنى ئېچىلدى.',
    ),
  ),
  {
    from: 'III',
    withinMin: 120,
    kind: 'task',
    duty: 'shelter.open',
    audience: 'positions',
    title: words('开放纳凉点', 'Open the cool rooms', 'سالقىنداش ئورۇنلىرىنى ئېچىش'),
  },
  {
    from: 'III',
    withinMin: 240,
    kind: 'task',
    duty: 'vulnerable.alert',
    audience: 'vulnerable',
    title: words(
      '电话问候独居和慢性病居民',
      'Ring residents who live alone or are chronically ill',
      'يالغۇز ياشايدىغان ۋە سۈرۈنكۈلى كېسەللەرگە تېلېفون قىلىش',
    ),
  },
  {
    from: 'II',
    withinMin: 240,
    kind: 'task',
    duty: 'utility.secure',
    audience: 'positions',
    title: words('检查供水、供电和电梯', 'Check water, power and lifts', 'سۇ، توك ۋە لىفتنى تەكشۈرۈش'),
  },
  {
    from: 'II',
    withinMin: 360,
    kind: 'task',
    duty: 'supply.deliver',
    audience: 'vulnerable',
    title: words('送饮水和防暑药品', 'Deliver water and heat medicines', 'سۇ ۋە ئىسسىقتىن ساقلىنىش دورىلىرىنى يەتكۈزۈش'),
  },
  {
    from: 'I',
    withinMin: 240,
    kind: 'task',
    duty: 'evacuate.vulnerable',
    audience: 'vulnerable',
    title: words(
      '接家中无降温条件的居民到纳凉点',
      'Bring people without cooling to the cool rooms',
      'سالقىنداش شارائىتى يوق ئاھالىلەرنى سالقىنداش ئورنىغا ئېلىپ كېلىش',
    ),
  },
];

const floodWords = ['暴雨', '洪水', '洪涝', '内涝', '山洪', 'rainstorm', 'rain storm', 'heavy rain', 'flood'];
const stormWords = ['雷电', '雷暴', '雷雨大风', '大风', '冰雹', '台风', '强对流', 'thunder', 'lightning', 'gale', 'hail', 'typhoon', 'strong wind'];
const heatWords = ['高温', '热浪', 'heat', 'high temperature'];

const named = (zh: string, en: string, ug: string) => (level: Level) =>
  words(
    `${zh}${{ I: '一', II: '二', III: '三', IV: '四' }[level]}级响应预案`,
    `${en}, level ${level}`,
    `${ug}، ${{ I: 1, II: 2, III: 3, IV: 4 }[level]}-دەرىجە`,
  );

const all: readonly Level[] = ['IV', 'III', 'II', 'I'];
const make = (
  hazard: string,
  name: (level: Level) => PlanText['title'],
  eventWords: readonly string[],
  steps: readonly Step[],
  levels: readonly Level[],
) => levels.map((level) => composePlan(hazard, level, name(level), triggerAt(level, eventWords), steps));

/** Plans for what a weather warning announces. */
export const weatherPlans: readonly PlanText[] = [
  ...make('flood', named('暴雨内涝', 'Heavy rain and flooding', 'قاتتىق يامغۇر ۋە كەلكۈن'), floodWords, floodSteps, all),
  ...make('storm', named('雷电大风', 'Lightning and strong wind', 'چاقماق ۋە كۈچلۈك شامال'), stormWords, stormSteps, all),
  ...make('heat', named('高温', 'Heat', 'يۇقىرى تېمپېراتۇرا'), heatWords, heatSteps, ['III', 'II', 'I']),
];
