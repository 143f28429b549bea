import type { RateKey } from './indicators.ts'

/*
 * Words of the indicators: browser-safe.
 */

export const RATE_TEXTS: Record<RateKey, string> = {
  onTime: '按时办结率',
  early: '提前办结率',
  speedUp: '提速率',
  instant: '即办率',
  promiseCut: '承诺压缩率',
  once: '一次办成率',
  irregular: '退回作废率',
  supplemented: '补正率',
  special: '特别程序率',
  extended: '延期率',
  refused: '不予许可率',
  complaints: '投诉率',
  good: '好评率',
  revisited: '差评整改率',
  online: '网办率',
  reused: '材料复用率',
}

/** How each rate is computed, for the hint beside it. */
export const RATE_HINTS: Record<RateKey, string> = {
  onTime: '承诺时限内作出决定的件数 ÷ 作出决定的件数;按人员统计时为按时完成的环节 ÷ 完成的环节',
  early: '用时少于承诺时限的件数 ÷ 作出决定的件数',
  speedUp: '1 − 实际用时 ÷ 法定时限',
  instant: '当日作出决定的件数 ÷ 作出决定的件数',
  promiseCut: '1 − 承诺时限 ÷ 法定时限',
  once: '未要求补正的件数 ÷ 办结件数',
  irregular: '退回、作废、删除、补正不来办结 ÷ 办结件数',
  supplemented: '要求过补正的件数 ÷ 办结件数',
  special: '启动过特别程序的件数 ÷ 办结件数',
  extended: '延长过时限的件数 ÷ 办结件数',
  refused: '不予许可的件数 ÷ 作出决定的件数',
  complaints: '投诉数 ÷ 办结件数',
  good: '四分以上评价 ÷ 评价数',
  revisited: '已整改回访的差评 ÷ 差评数',
  online: '网上申请的件数 ÷ 办结件数',
  reused: '复用的材料 ÷ 应交材料',
}

export const GROUP_TEXTS = { total: '全部', organ: '单位', matter: '事项', person: '人员', month: '月份' } as const
