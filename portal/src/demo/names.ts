/*
 * Words for people, firms and places of the fictional county 三湖县. Data only.
 */

export const STREETS = [
  '湖滨路',
  '解放路',
  '人民路',
  '文昌路',
  '建设路',
  '长湖路',
  '青年街',
  '荷花巷',
  '老街',
  '东门大街',
  '西园路',
  '站前路',
]
export const TOWNS = ['莲湖镇', '白马镇', '渔沟镇', '双桥镇', '城东街道', '城西街道']
export const FIRM_WORDS = [
  '湖畔',
  '莲香',
  '金穗',
  '福满',
  '渔家',
  '锦绣',
  '顺达',
  '聚鑫',
  '三友',
  '春晖',
  '启明',
  '华章',
  '天禾',
  '永丰',
  '瑞祥',
  '佳和',
  '盛源',
  '清泉',
  '恒通',
  '同心',
  '悦来',
  '望湖',
  '荷风',
  '稻香',
  '百味',
  '老船',
  '南塘',
  '北园',
  '宏图',
  '康宁',
]

/** What a person in business does, what its firms are called, and what it applies for. */
export interface Trade {
  /** The end of the firm's name. */
  firms: readonly string[]
  /** `91` a company, `92` a one-man business. */
  kind: '91' | '92'
}

export const TRADES = {
  food: { firms: ['面馆', '饭店', '小吃店', '早餐店', '酒家', '火锅店', '奶茶店', '饺子馆', '农家菜馆', '食品超市'], kind: '92' },
  lodging: { firms: ['宾馆', '旅店', '浴室', '理发店', '美容院', '民宿'], kind: '92' },
  building: { firms: ['市政工程有限公司', '供水工程有限公司', '通信工程有限公司', '燃气工程有限公司'], kind: '91' },
  shop: { firms: ['服装店', '百货商行', '家电城', '药店', '广告有限公司', '眼镜店'], kind: '92' },
  teaching: { firms: ['培训学校有限公司', '艺术培训中心有限公司', '外语培训学校有限公司'], kind: '91' },
  labour: { firms: ['人力资源有限公司', '劳务服务有限公司'], kind: '91' },
  dairy: { firms: ['奶业有限公司', '乳品运输有限公司'], kind: '91' },
  rural: { firms: ['农产品加工有限公司', '生态农业有限公司', '粮食烘干有限公司'], kind: '91' },
} as const satisfies Record<string, Trade>

export type TradeKey = keyof typeof TRADES

/** Of a hundred applicants so many are in each trade. */
export const TRADE_SHARES: Record<TradeKey, number> = {
  food: 44,
  lodging: 18,
  building: 10,
  shop: 14,
  teaching: 7,
  labour: 7,
  dairy: 4,
  rural: 6,
}
