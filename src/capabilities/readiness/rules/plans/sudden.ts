import type { PlanText, Trigger } from '../../model.ts';
import { composePlan, frame, type Step, words } from './compose.ts';

const fireSteps: readonly Step[] = [
  ...frame(
    words(
      '本楼发生火情：请走楼梯，用湿毛巾捂住口鼻，低姿撤离；走不了就关门、堵缝、呼救。',
      'Fire in this building: use the stairs, cover nose and mouth with a wet cloth, keep low. If you cannot leave, shut the door, block the gaps and call.',
      'بىنادا ئوت كەتتى: پەلەمپەيدىن مېڭىڭ، ھۆل لۆڭگە بىلەن ئېغىز-بۇرنىڭىزنى توسۇڭ، ئېگىلىپ چىقىڭ. چىقالمىسىڭىز ئىشىكنى ئېتىپ، يوچۇقلارنى توسۇپ، ياردەم چاقىرىڭ.',
    ),
  ),
  {
    from: 'III',
    withinMin: 2,
    kind: 'task',
    duty: 'rescue.first',
    audience: 'positions',
    title: words(
      '拨打119，微型消防站到场',
      'Ring 119; the community fire point turns out',
      '119 غا تېلېفون قىلىش، كىچىك ئوت ئۆچۈرۈش پونكىتى نەق مەيدانغا يېتىپ بېرىش',
    ),
  },
  {
    from: 'III',
    withinMin: 5,
    kind: 'task',
    duty: 'evacuate.vulnerable',
    audience: 'vulnerable',
    title: words(
      '引导疏散，先接应行动不便的居民',
      'Lead people out, those who cannot walk first',
      'كىشىلەرنى تارقىتىش، ئالدى بىلەن ھەرىكىتى قولايسىزلارغا ياردەم بېرىش',
    ),
  },
  {
    from: 'III',
    withinMin: 5,
    kind: 'task',
    duty: 'utility.secure',
    audience: 'positions',
    title: words('切断燃气和电源，打通消防通道', 'Cut gas and power; free the fire lane', 'گاز ۋە توكنى ئۈزۈش، ئوت ئۆچۈرۈش يولىنى ئېچىش'),
  },
  {
    from: 'III',
    withinMin: 20,
    kind: 'round',
    duty: 'response.checkIn',
    audience: 'residents',
    title: words('在集合点清点各户', 'Count every household at the assembly point', 'يىغىلىش نۇقتىسىدا ھەر ئائىلىنى ساناش'),
  },
  {
    from: 'III',
    withinMin: 20,
    kind: 'task',
    duty: 'medical.support',
    audience: 'residents',
    title: words('救护伤员，对接120', 'Care for the injured; meet the ambulance', 'يارىدارلارنى قۇتقۇزۇش، 120 بىلەن ئالاقىلىشىش'),
  },
  {
    from: 'II',
    withinMin: 60,
    kind: 'task',
    duty: 'shelter.open',
    audience: 'residents',
    title: words('开放避难场所安置住户', 'Open the shelter for those who cannot go home', 'قايتالمايدىغانلار ئۈچۈن پاناھلىنىش ئورنىنى ئېچىش'),
  },
  {
    from: 'II',
    withinMin: 180,
    kind: 'task',
    duty: 'supply.deliver',
    audience: 'residents',
    title: words('发放被褥、饮水、食品', 'Hand out bedding, water and food', 'يوتقان-كۆرپە، سۇ، يېمەكلىك تارقىتىش'),
  },
  {
    from: 'II',
    withinMin: 1440,
    kind: 'task',
    duty: 'psych.support',
    audience: 'residents',
    title: words('为受灾住户提供心理支持', 'Offer psychological support', 'پىسخىكىلىق ياردەم بېرىش'),
  },
];

const quakeSteps: readonly Step[] = [
  ...frame(
    words(
      '地震后：关火断电，走楼梯到空旷处集合，不乘电梯，注意余震；受困请敲击管道求救。',
      'After the shock: put out flames, cut the power, take the stairs to open ground, no lifts, expect aftershocks. Trapped? Knock on a pipe.',
      'يەر تەۋرىگەندىن كېيىن: ئوتنى ئۆچۈرۈڭ، توكنى ئۈزۈڭ، پەلەمپەيدىن ئوچۇق جايغا چىقىڭ، لىفتقا چىقماڭ. قىسىلىپ قالسىڭىز تۇرۇبىنى چېكىڭ.',
    ),
  ),
  {
    from: 'III',
    withinMin: 15,
    kind: 'task',
    duty: 'evacuate.vulnerable',
    audience: 'vulnerable',
    title: words(
      '引导疏散到空旷处，接应行动不便的居民',
      'Lead people to open ground; help those who cannot walk',
      'كىشىلەرنى ئوچۇق جايغا باشلاش، ھەرىكىتى قولايسىزلارغا ياردەم بېرىش',
    ),
  },
  {
    from: 'III',
    withinMin: 30,
    kind: 'task',
    duty: 'utility.secure',
    audience: 'positions',
    title: words(
      '关闭燃气总阀，排查漏电漏水和危房',
      'Close the gas main; look for leaks and unsafe buildings',
      'گاز باش جۈمىكىنى ئېتىش، خەتەرلىك ئۆيلەرنى تەكشۈرۈش',
    ),
  },
  {
    from: 'III',
    withinMin: 60,
    kind: 'round',
    duty: 'response.checkIn',
    audience: 'residents',
    title: words(
      '逐户清点，登记失联和受困人员',
      'Count every household; note the missing and trapped',
      'ھەر ئائىلىنى ساناش، ئالاقىسى ئۈزۈلگەنلەرنى تىزىملاش',
    ),
  },
  {
    from: 'II',
    withinMin: 30,
    kind: 'task',
    duty: 'medical.support',
    audience: 'residents',
    title: words('设立临时救护点', 'Set up a first-aid point', 'ۋاقىتلىق قۇتقۇزۇش نۇقتىسى قۇرۇش'),
  },
  {
    from: 'II',
    withinMin: 60,
    kind: 'task',
    duty: 'shelter.open',
    audience: 'residents',
    title: words('开放室外避难场所，搭设帐篷', 'Open outdoor shelters; put up tents', 'سىرتتىكى پاناھلىنىش ئورنىنى ئېچىش، چېدىر تىكىش'),
  },
  {
    from: 'II',
    withinMin: 60,
    kind: 'task',
    duty: 'order.keep',
    audience: 'positions',
    title: words(
      '封闭危险建筑，保持救援通道',
      'Close unsafe buildings; keep rescue ways free',
      'خەتەرلىك بىنالارنى پېچەتلەش، قۇتقۇزۇش يولىنى ساقلاش',
    ),
  },
  {
    from: 'II',
    withinMin: 240,
    kind: 'task',
    duty: 'supply.deliver',
    audience: 'residents',
    title: words('发放饮水、食品、被褥', 'Hand out water, food and bedding', 'سۇ، يېمەكلىك، يوتقان-كۆرپە تارقىتىش'),
  },
  {
    from: 'I',
    withinMin: 1440,
    kind: 'task',
    duty: 'psych.support',
    audience: 'residents',
    title: words('开展心理抚慰', 'Offer psychological support', 'پىسخىكىلىق تەسەللى بېرىش'),
  },
];

const lockdownSteps: readonly Step[] = [
  ...frame(
    words(
      '小区实行封闭管理：请居家，就医、用药、生活需要请扫门牌二维码或联系网格员，我们送到门口。',
      'The estate is closed: please stay at home. For care, medicine or supplies scan the code at your door or ring your grid worker; we bring it to your door.',
      'مەھەللە پېچەتلىك باشقۇرۇلىدۇ: ئۆيدە تۇرۇڭ. داۋالىنىش، دورا ۋە تۇرمۇش ئېھتىياجى ئۈچۈن ئىشىكتىكى كودنى سىكاننىرلاڭ، ئىشىكىڭىزگە يەتكۈزىمىز.',
    ),
  ),
  {
    from: 'II',
    withinMin: 60,
    kind: 'task',
    duty: 'access.keep',
    audience: 'positions',
    title: words(
      '设置出入口值守，公布通行办法',
      'Staff the gates; publish the rules of passage',
      'كىرىش-چىقىش ئېغىزىدا نۆۋەتچىلىك قىلىش، ئۆتۈش بەلگىلىمىسىنى ئېلان قىلىش',
    ),
  },
  {
    from: 'II',
    withinMin: 240,
    kind: 'round',
    duty: 'response.checkIn',
    audience: 'residents',
    title: words(
      '逐户摸底：人数、就医用药、生活需要',
      'Go to every door: people present, care, medicine, supplies',
      'ھەر ئائىلىنى ئىگىلەش: ئادەم سانى، داۋالىنىش، دورا، تۇرمۇش ئېھتىياجى',
    ),
  },
  {
    from: 'II',
    withinMin: 120,
    kind: 'task',
    duty: 'medicine.deliver',
    audience: 'vulnerable',
    title: words(
      '落实透析、孕产、慢病用药的就医通道',
      'Arrange care for dialysis, pregnancy and regular medicine',
      'دىئالىز، ھامىلىدارلىق ۋە سۈرۈنكۈلى كېسەل دورىسى ئۈچۈن داۋالىنىش يولىنى ئورۇنلاشتۇرۇش',
    ),
  },
  {
    from: 'II',
    withinMin: 360,
    kind: 'task',
    duty: 'supply.deliver',
    audience: 'residents',
    title: words('组织生活物资分发到楼栋', 'Bring supplies to each building', 'تۇرمۇش بۇيۇملىرىنى بىنالارغا تارقىتىش'),
  },
  {
    from: 'II',
    withinMin: 720,
    kind: 'task',
    duty: 'psych.support',
    audience: 'residents',
    title: words('开通心理援助电话', 'Open a support line', 'پىسخىكىلىق ياردەم تېلېفونىنى ئېچىش'),
  },
  {
    from: 'I',
    withinMin: 120,
    kind: 'task',
    duty: 'evacuate.vulnerable',
    audience: 'vulnerable',
    title: words(
      '安置滞留人员和无人照护的老人、儿童',
      'House stranded people, and old people and children without a carer',
      'قېلىپ قالغانلار ۋە قارايدىغىنى يوق قېرى-بالىلارنى ئورۇنلاشتۇرۇش',
    ),
  },
  {
    from: 'I',
    withinMin: 1440,
    kind: 'task',
    duty: 'epidemic.prevent',
    audience: 'positions',
    title: words('公共区域消毒和垃圾清运', 'Disinfect shared spaces and clear waste', 'ئاممىۋى جايلارنى دېزىنفېكسىيىلەش، ئەخلەت يۆتكەش'),
  },
];

/** Reported by people, not announced: proposed only where an alert of that kind comes with the stated words. */
const reported: Trigger = { words: [], colours: [], levelWords: [] };
const quakeAlert = (colours: Trigger['colours']): Trigger => ({ words: ['地震', 'earthquake'], colours, levelWords: [] });

/** Plans for what comes without a forecast, or is ordered by an authority. */
export const suddenPlans: readonly PlanText[] = [
  composePlan('fire', 'III', words('楼栋火灾三级响应预案', 'Fire in one home, level III', 'بىنا ئوت ئاپىتى، 3-دەرىجە'), reported, fireSteps),
  composePlan('fire', 'II', words('楼栋火灾二级响应预案', 'Fire in a building, level II', 'بىنا ئوت ئاپىتى، 2-دەرىجە'), reported, fireSteps),
  composePlan(
    'earthquake',
    'III',
    words('地震三级响应预案', 'Earthquake, level III', 'يەر تەۋرەش، 3-دەرىجە'),
    quakeAlert(['blue', 'yellow']),
    quakeSteps,
  ),
  composePlan('earthquake', 'II', words('地震二级响应预案', 'Earthquake, level II', 'يەر تەۋرەش، 2-دەرىجە'), quakeAlert(['orange']), quakeSteps),
  composePlan('earthquake', 'I', words('地震一级响应预案', 'Earthquake, level I', 'يەر تەۋرەش، 1-دەرىجە'), quakeAlert(['red']), quakeSteps),
  composePlan(
    'epidemic',
    'II',
    words('疫情封闭管理二级响应预案', 'Epidemic, closed estate, level II', 'يۇقۇم، پېچەتلىك باشقۇرۇش، 2-دەرىجە'),
    reported,
    lockdownSteps,
  ),
  composePlan(
    'epidemic',
    'I',
    words('疫情封闭管理一级响应预案', 'Epidemic, closed estate, level I', 'يۇقۇم، پېچەتلىك باشقۇرۇش، 1-دەرىجە'),
    reported,
    lockdownSteps,
  ),
];
