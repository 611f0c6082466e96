import { type Alert, type AlertInfo, type Colour, type Hazard, type ResponseLevel, severities } from '../model.ts';

/** Parameter names under which senders state a colour: national senders of China, and MeteoAlarm's `awareness_level`. */
const colourParameter = /colou?r|颜色|awareness_level/i;

/** Colour words; of two that could begin at one place the longer stands first (Uyghur orange is "reddish yellow"). */
const colourWords: readonly (readonly [RegExp, Colour])[] = [
  [/蓝色|\bblue\b|كۆك/gi, 'blue'],
  [/橙色|\borange\b|قىزغۇچ سېرىق/gi, 'orange'],
  [/黄色|\byellow\b|(?<!قىزغۇچ )سېرىق/gi, 'yellow'],
  [/红色|\bred\b|قىزىل/gi, 'red'],
];

/** A colour in running text counts only as the colour of a warning: 黄色预警, "yellow warning", "orange rainstorm alert". */
const colourOfWarning =
  /(?:[蓝黄橙红]色(?:预警|警报|警告|警戒))|(?:\b(?:blue|yellow|orange|red)\b(?:[ -][a-z]+){0,2}[ -](?:warning|alert|signal)\b)|(?:(?:كۆك|قىزغۇچ سېرىق|سېرىق|قىزىل)\s*(?:رەڭلىك)?\s*ئاگاھلاندۇرۇش)/gi;

/**
 * Colour of the warning as its sender states it: a parameter, else the headline, else the event. Never from the severity,
 * and never from the description, which also tells of earlier colours. Of several in one headline the last counts
 * (由黄色预警升级为橙色预警: upgraded from yellow to orange).
 * @returns null when the sender states none
 */
export function colourOf(alert: Alert): Colour | null {
  return (
    firstOf(alert.infos, (info) => {
      const parameter = info.parameters.find(({ name, value }) => colourParameter.test(name) && lastColour(value));
      return parameter ? lastColour(parameter.value) : null;
    }) ??
    firstOf(alert.infos, (info) => colourInText(info.headline ?? '')) ??
    firstOf(alert.infos, (info) => colourInText(info.event))
  );
}

function colourInText(text: string): Colour | null {
  const named = text.match(colourOfWarning)?.at(-1);
  return named ? lastColour(named) : null;
}

function lastColour(text: string): Colour | null {
  const found = colourWords.flatMap(([word, colour]) => [...text.matchAll(word)].map((match) => ({ at: match.index, colour })));
  return found.toSorted((a, b) => a.at - b.at).at(-1)?.colour ?? null;
}

/** Words of an event for each hazard; the first line that fits counts, so that 雷暴大风 is wind and 雷电 is lightning. */
const hazardWords: readonly (readonly [RegExp, Hazard])[] = [
  [/地震|海啸|earthquake|tsunami|يەر تەۋرەش/i, 'earthquake'],
  [/疫情|疫病|流感|传染病|鼠疫|霍乱|登革|epidemic|pandemic|outbreak|influenza|infectious|covid|يۇقۇملۇق كېسەل/i, 'epidemic'],
  [
    /台风|飓风|热带气旋|大风|龙卷|沙尘|冰雹|强对流|typhoon|hurricane|cyclone|tornado|\bgales?\b|strong winds?|high winds?|\bwinds?\b|squall|hail|sandstorm|dust storm|بوران|تەيفېڭ/i,
    'storm_wind',
  ],
  [
    /暴雪|降雪|寒潮|低温|霜冻|冰冻|结冰|雨雪|snow|blizzard|\bice\b|\bicing\b|icy|freez|frost|cold wave|winter storm|قار-?شىۋىرغان|قاتتىق سوغۇق/i,
    'snow_ice',
  ],
  [/暴雨|洪水|山洪|内涝|洪涝|渍涝|强降水|rainstorm|heavy rain|torrential|flood|inundation|قارا يامغۇر|كەلكۈن/i, 'flood_rain'],
  [/高温|热浪|干热|heat|high temperature|يۇقىرى تېمپېراتۇرا/i, 'heat'],
  [/雷电|雷暴|雷雨|雷击|lightning|thunder|چاقماق|گۈلدۈرماما/i, 'lightning'],
  [/火灾|火险|山火|林火|森林火|草原火|fire\b|wildfire|\bred flag\b|ئوت ئاپىتى/i, 'fire'],
];

/** What kind of hazard the alert is about: by the event's words in any language, else by the headline's, else by CAP category Fire. */
export function hazardOf(alert: Alert): Hazard {
  return (
    firstOf(alert.infos, (info) => hazardInText(info.event)) ??
    firstOf(alert.infos, (info) => hazardInText(info.headline ?? '')) ??
    (alert.infos.some((info) => info.categories.includes('Fire')) ? 'fire' : 'other')
  );
}

const hazardInText = (text: string): Hazard | null => hazardWords.find(([words]) => words.test(text))?.[1] ?? null;

/** Level of response for a Roman, Chinese or Arabic numeral. */
const levelOf: ReadonlyMap<string, ResponseLevel> = new Map([
  ...['Ⅰ', 'I', '一', '1'].map((numeral) => [numeral, 'I'] as const),
  ...['Ⅱ', 'II', '二', '2'].map((numeral) => [numeral, 'II'] as const),
  ...['Ⅲ', 'III', '三', '3'].map((numeral) => [numeral, 'III'] as const),
  ...['Ⅳ', 'IV', '四', '4'].map((numeral) => [numeral, 'IV'] as const),
]);

/**
 * Response level that the sender declares ("启动Ⅳ级应急响应", "Level III emergency response"), in a parameter, headline or description.
 * A warning's own grade ("Ⅲ级/较重") is its colour in other words and is not a response level.
 */
export function responseLevelOf(alert: Alert): ResponseLevel | null {
  return firstOf(alert.infos, (info) => {
    const parameter = info.parameters.find(({ name }) => /response.?level|响应(?:级别|等级)/i.test(name));
    const text = parameter ? `${parameter.value}级应急响应` : `${info.headline ?? ''}\n${info.description ?? ''}`;
    const found =
      /([ⅠⅡⅢⅣ一二三四1-4]|IV|I{1,3})\s*级[^，。；\n]{0,12}(?:应急)?响应/.exec(text) ??
      /level\s+(IV|I{1,3}|[1-4])\s+(?:emergency\s+)?response/i.exec(text);
    return levelOf.get(found?.[1]?.toUpperCase() ?? '') ?? null;
  });
}

/** CAP severity of the alert: the gravest of its infos; null for a message without info. */
export const gravestSeverity = (alert: Alert): (typeof severities)[number] | null =>
  severities.find((severity) => alert.infos.some((info) => info.severity === severity)) ?? null;

/** How long an alert without `expires` counts, in hours after it was sent. CAP leaves this to the receiver (3.2.2, expires). */
const UNSTATED_LIFE_H = 24;

/** When the alert ends: the latest `expires` of its infos, else 24 h after it was sent. */
export function expiryOf(alert: Alert): Date {
  const stated = alert.infos.map((info) => instant(info.expires)).filter((at) => at !== null);
  if (stated.length > 0) return new Date(Math.max(...stated));
  return new Date((instant(alert.sent) ?? 0) + UNSTATED_LIFE_H * 3_600_000);
}

/** When what it warns of begins: the earliest `onset`, else `effective`, else when it was sent. */
export function onsetOf(alert: Alert): Date {
  const stated = alert.infos.map((info) => instant(info.onset ?? info.effective)).filter((at) => at !== null);
  return new Date(stated.length > 0 ? Math.min(...stated) : (instant(alert.sent) ?? 0));
}

/**
 * Where an alert stands now. `message` is what warns of nothing (acknowledgements, errors, tests, drafts, the Cancel itself).
 */
export const lives = ['current', 'coming', 'expired', 'superseded', 'message'] as const;
export type Life = (typeof lives)[number];

export function lifeOf(alert: Alert, supersededBy: string | null, now: Date): Life {
  if (supersededBy !== null) return 'superseded';
  if ((alert.msgType !== 'Alert' && alert.msgType !== 'Update') || (alert.status !== 'Actual' && alert.status !== 'Exercise')) return 'message';
  if (expiryOf(alert) <= now) return 'expired';
  return onsetOf(alert) > now ? 'coming' : 'current';
}

/** The info for a reader's language: the same language, else Chinese, else English, else the first; null when there is none. */
export function infoFor(alert: Alert, language: string): AlertInfo | null {
  const speaks = (tag: string) => alert.infos.find((info) => info.language.toLowerCase().split('-')[0] === tag);
  return speaks(language.toLowerCase().split('-')[0] ?? '') ?? speaks('zh') ?? speaks('en') ?? alert.infos[0] ?? null;
}

/** CAP instant in milliseconds; the schema's pattern also lets a comma stand for the sign of the offset, which is read as plus. */
function instant(text: string | null): number | null {
  if (text === null) return null;
  const ms = Date.parse(text.replace(',', '+'));
  return Number.isNaN(ms) ? null : ms;
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | null): R | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}
