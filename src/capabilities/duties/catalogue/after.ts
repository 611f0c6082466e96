import type { Duty } from '../model.ts';
import { command, custom, duty, handling, preparedness, recovery } from './basis.ts';

/** Links 5 to 8: decision and mobilisation, response and daily life, recovery, review and learning. */
export const links5to8: readonly Duty[] = [
  // 5 decision, mobilisation and allocation
  duty(
    'response.command',
    5,
    'r/sp!*',
    command,
    '启动、调整和结束响应',
    'Activate, change and close the response',
    'ئىنكاسنى باشلاش، ئۆزگەرتىش ۋە ئاخىرلاشتۇرۇش',
  ),
  duty('response.dispatch', 5, 'r/p!*', handling, '派发任务', 'Raise and assign tasks', 'ۋەزىپە تارقىتىش'),
  duty('response.triage', 5, 'r/p!*', handling, '受理求助', 'Take up help requests', 'ياردەم تەلەپلىرىنى قوبۇل قىلىش'),
  duty('response.report', 5, 'rc/p*', command, '报送情况报告', 'Make situation reports', 'ئەھۋال دوكلاتى يوللاش'),
  duty('journal.read', 5, 'rc/p*', custom, '查看工作日志', 'Read the journal', 'خىزمەت خاتىرىسىنى كۆرۈش'),
  duty(
    'street.liaise',
    5,
    'pr/s',
    command,
    '与街道和相关部门联络',
    'Keep the line to the street office and the services',
    'كوچا ئىش بېجىرىش ئورنى بىلەن ئالاقىلىشىش',
  ),
  duty('volunteer.mobilise', 5, 'r/sc', handling, '动员志愿力量', 'Call out the volunteers', 'پىدائىيلارنى سەپەرۋەر قىلىش'),
  duty('funds.release', 5, 'rc/c', custom, '动用应急经费', 'Release emergency funds', 'جىددىي خىراجەتنى ئىشلىتىش'),
  // 6 response, rescue and daily-life services
  duty('response.checkIn', 6, 'r/p!*', handling, '入户排查', 'Check in door by door', 'ئۆيمۇئۆي تەكشۈرۈش'),
  duty('response.volunteer', 6, 'r/cu*', handling, '领取并完成志愿任务', 'Take and do volunteer tasks', 'پىدائىي ۋەزىپىلىرىنى ئېلىش ۋە ئورۇنداش'),
  duty('evacuate.vulnerable', 6, 'r/cp!', handling, '转移重点人群', 'Move vulnerable people to safety', 'ئاجىز كىشىلەرنى بىخەتەر جايغا يۆتكەش'),
  duty('rescue.first', 6, 'r/c!', handling, '先期自救互救', 'First rescue before the services come', 'دەسلەپكى قۇتقۇزۇش'),
  duty('medical.support', 6, 'r/c!', handling, '医疗救助', 'Medical help', 'داۋالاش ياردىمى'),
  duty('shelter.open', 6, 'r/a!', handling, '开放避难场所', 'Open and run the shelters', 'پاناھلىنىش ئورنىنى ئېچىش'),
  duty('supply.deliver', 6, 'r/cp!', handling, '配送生活物资', 'Deliver supplies', 'تۇرمۇش بۇيۇملىرىنى يەتكۈزۈش'),
  duty('medicine.deliver', 6, 'r/c!', handling, '代购和配送药品', 'Fetch and deliver medicines', 'دورا سېتىۋېلىش ۋە يەتكۈزۈش'),
  duty('water.pump', 6, 'r/a!', handling, '抽排积水', 'Pump out water', 'توپلانغان سۇنى چىقىرىش'),
  duty('utility.secure', 6, 'r/a!', handling, '保障水电气和电梯', 'Secure water, power, gas and lifts', 'سۇ، توك، گاز ۋە لىفتنى كاپالەتلەندۈرۈش'),
  duty('order.keep', 6, 'r/s!', handling, '维护秩序', 'Keep order', 'تەرتىپ ساقلاش'),
  duty('access.keep', 6, 'r/a', handling, '出入口管理', 'Keep the gates', 'كىرىش-چىقىش ئېغىزىنى باشقۇرۇش'),
  duty('quarantine.serve', 6, 'r/cp', handling, '居家隔离人员服务', 'Serve households in isolation', 'ئايرىلغان ئائىلىلەرگە مۇلازىمەت قىلىش'),
  duty('child.care', 6, 'rc/cu', handling, '照看无人照料的儿童', 'Look after children left alone', 'قارىغۇچىسى يوق بالىلارغا قاراش'),
  duty('language.help', 6, 'vprc/u', custom, '语言和手语帮助', 'Help with languages and sign language', 'تىل ۋە قول ئىشارىتى ياردىمى'),
  // 7 recovery and psychosocial support
  duty('psych.support', 7, 'rc/cu', recovery, '心理支持', 'Psychological support', 'روھىي جەھەتتىن يۆلەش'),
  duty('damage.survey', 7, 'c/p', recovery, '核查损失', 'Survey the damage', 'زىياننى تەكشۈرۈش'),
  duty('relief.follow', 7, 'c/p', recovery, '跟进救助和补贴', 'Follow up relief and benefits', 'قۇتقۇزۇش ۋە ياردەم پۇلىنى ئىزدەش'),
  duty('recovery.run', 7, 'c/sa', recovery, '推进恢复项目', 'Run recovery projects', 'ئەسلىگە كەلتۈرۈش تۈرلىرىنى يۈرگۈزۈش'),
  duty(
    'data.sunset',
    7,
    'c/p!',
    custom,
    '销毁应急期间的个人信息',
    'Destroy personal data of the emergency',
    'جىددىي مەزگىلدىكى شەخسىي ئۇچۇرلارنى يوقىتىش',
  ),
  // 8 review, learning and adaptation
  duty('review.hold', 8, 'c/pu', recovery, '组织复盘', 'Hold the after-action review', 'خىزمەتنى قايتا خۇلاسىلەش'),
  duty('finding.follow', 8, 'cp/p', recovery, '跟踪整改', 'Follow corrective actions', 'تۈزىتىشنى ئىز قوغلاپ تەكشۈرۈش'),
  duty('plan.revise', 8, 'cp/p', preparedness, '修订预案和职责', 'Revise plans and duties', 'پىلان ۋە ۋەزىپىلەرنى تۈزىتىش'),
  duty('account.publish', 8, 'c/u', custom, '向居民公开结果', 'Give residents a public account', 'نەتىجىنى ئاھالىگە ئاشكارىلاش'),
];
