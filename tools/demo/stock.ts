import type { Said } from './places.ts';
import type { Random } from './random.ts';

const dayMs = 86_400_000;

interface Item {
  readonly zh: string;
  readonly en: string;
  readonly ug: string;
  readonly unit: string;
  /** The community's own figures per resident; null: not set. */
  readonly minPerHead: number | null;
  readonly dailyPerHead: number | null;
  /** Units at full size. */
  readonly quantity: number;
  /** Days from today until the lot expires; null: it does not. */
  readonly expiresIn: number | null;
  readonly place: string;
}

const store = '居委会物资库';
const cellar = '5号楼地下储藏间';
const items: readonly Item[] = [
  {
    zh: '瓶装水（550毫升）',
    en: 'Bottled water (550 ml)',
    ug: 'بوتۇلكا سۈيى',
    unit: '瓶',
    minPerHead: 3,
    dailyPerHead: 4,
    quantity: 28_800,
    expiresIn: 310,
    place: store,
  },
  {
    zh: '压缩饼干',
    en: 'Ration biscuits',
    ug: 'پرېسلانغان پېچىنە',
    unit: '包',
    minPerHead: 1,
    dailyPerHead: 2,
    quantity: 9_600,
    expiresIn: 640,
    place: store,
  },
  { zh: '医用口罩', en: 'Medical masks', ug: 'نىقاب', unit: '只', minPerHead: 5, dailyPerHead: 2, quantity: 42_000, expiresIn: 24, place: store },
  {
    zh: '毛毯',
    en: 'Blankets',
    ug: 'ئەدىيال',
    unit: '条',
    minPerHead: 0.05,
    dailyPerHead: null,
    quantity: 480,
    expiresIn: null,
    place: '人和小学体育馆',
  },
  {
    zh: '折叠床',
    en: 'Folding beds',
    ug: 'قاتلىنىدىغان كارىۋات',
    unit: '张',
    minPerHead: null,
    dailyPerHead: null,
    quantity: 120,
    expiresIn: null,
    place: '人和小学体育馆',
  },
  { zh: '沙袋', en: 'Sandbags', ug: 'قۇم خالتىسى', unit: '个', minPerHead: null, dailyPerHead: null, quantity: 900, expiresIn: null, place: cellar },
  {
    zh: '移动水泵',
    en: 'Portable pumps',
    ug: 'كۆچمە پومپا',
    unit: '台',
    minPerHead: null,
    dailyPerHead: null,
    quantity: 4,
    expiresIn: null,
    place: cellar,
  },
  { zh: '手电筒', en: 'Torches', ug: 'قول چىراغ', unit: '支', minPerHead: 0.02, dailyPerHead: null, quantity: 160, expiresIn: null, place: store },
  {
    zh: '急救包',
    en: 'First-aid kits',
    ug: 'جىددىي قۇتقۇزۇش سومكىسى',
    unit: '个',
    minPerHead: 0.005,
    dailyPerHead: null,
    quantity: 52,
    expiresIn: 95,
    place: '社区卫生服务站',
  },
  {
    zh: '备用氧气瓶',
    en: 'Spare oxygen cylinders',
    ug: 'زاپاس ئوكسىگېن',
    unit: '瓶',
    minPerHead: null,
    dailyPerHead: null,
    quantity: 12,
    expiresIn: 400,
    place: '社区卫生服务站',
  },
  {
    zh: '充电宝',
    en: 'Power banks',
    ug: 'كۆچمە توك مەنبەسى',
    unit: '个',
    minPerHead: null,
    dailyPerHead: null,
    quantity: 60,
    expiresIn: null,
    place: store,
  },
  {
    zh: '反光背心',
    en: 'Reflective vests',
    ug: 'ئەكس نۇرلۇق جىلىتكە',
    unit: '件',
    minPerHead: null,
    dailyPerHead: null,
    quantity: 230,
    expiresIn: null,
    place: store,
  },
];

/** Stock as received and partly given out; some of it short of the community's own figures, some about to expire. */
export function makeStock(scale: number, todayMs: number, random: Random): Said[] {
  return items.flatMap(({ zh, en, ug, unit, minPerHead, dailyPerHead, quantity, expiresIn, place }): Said[] => {
    const [itemId, lotId] = [random.id(), random.id()];
    const units = Math.max(1, Math.round(quantity * scale));
    const expiresOn = expiresIn === null ? null : new Date(todayMs + expiresIn * dayMs).toISOString().slice(0, 10);
    const received: Said = [
      'readiness.receiveStock',
      { movementId: random.id(), lotId, itemId, quantity: units, expiresOn, place, note: '年度储备' },
    ];
    const said: Said[] = [['readiness.addStockItem', { id: itemId, name: { zh, en, ug }, unit, minPerHead, dailyPerHead }], received];
    const given = Math.floor(units * 0.06);
    if (given > 0) said.push(['readiness.issueStock', { movementId: random.id(), lotId, quantity: given, note: '防汛演练领用' }]);
    return said;
  });
}
