import { supervisionCards, supervisionFolds, type Database } from '@lianban/storage'
import type { Supervision } from '@lianban/tenants'
import type { Caller, TenantsPort } from '../cases/ports.ts'
import { chineseDay, dayOf } from '../clock/index.ts'
import type { Ratings } from '../ratings/index.ts'
import { organNamesOf } from '../supervision/cards/card-views.ts'
import { CARD_OUTCOME_TEXTS, CARD_STATE_TEXTS, COLOUR_TEXTS } from '../supervision/cards/card-words.ts'
import { GROUP_TEXTS, RATE_TEXTS } from '../supervision/indicators/indicator-words.ts'
import { statistics, visibleOrgans, type RateKey } from '../supervision/indicators/indicators.ts'
import { listFigureCases } from '../supervision/indicators/overview.ts'
import type { ReportDefinition } from './definition.ts'
import { GROUPED_KINDS, REPORT_KINDS, type ReportKind } from './words.ts'

export type Cell = string | number | null

/** `share`: 0 to 1. */
export interface Column {
  title: string
  kind: 'text' | 'number' | 'share'
}

/** A report as it is written into files, with what its figures need to be computed again. */
export interface ReportContent {
  title: string
  /** `2026年9月1日至2026年9月30日`, or the moment for what is of now. */
  about: string
  /** The query in words. */
  query: string
  columns: Column[]
  rows: Cell[][]
  /** The moment of the data, UTC epoch milliseconds, and the head of the supervision log then. */
  at: number
  log: { size: number; root: string | null; readTo: number }
  /** More rows than a report takes: told in it. */
  cut: boolean
}

export interface ContentOptions {
  database: Database
  tenants: Pick<TenantsPort, 'authorization'> & { supervision: Pick<Supervision, 'status' | 'record'> }
  ratings: Pick<Ratings, 'figures'>
  clock: () => number
}

export interface ContentQuery {
  definition: Pick<ReportDefinition, 'kind' | 'by'>
  /** null: the whole county. */
  organId: string | null
  from: number
  to: number
}

/** Rows of a list in a report. */
const MAX_ROWS = 5_000

/** Computes a report by the rights of `caller`. @throws NOT_AUTHORIZED */
export async function reportContent(options: ContentOptions, caller: Caller, query: ContentQuery): Promise<ReportContent> {
  const { database, tenants, clock } = options
  const { tenantId } = caller
  const { kind, by } = query.definition
  const names = await organNamesOf(database, tenantId)
  const log = await tenants.supervision.status(tenantId)
  const { next_seq: readTo } = await supervisionFolds(database).cursor(tenantId)
  const table = await TABLES[kind](options, caller, query, names)
  const whom = query.organId === null ? '全县' : (names.get(query.organId) ?? query.organId)
  const days = `${chineseDay(dayOf(query.from))}至${chineseDay(dayOf(query.to - 1))}`
  const isGrouped = GROUPED_KINDS.includes(kind)
  return {
    ...table,
    title: `${whom}${REPORT_KINDS[kind]}`,
    about: kind === 'overdue' ? `${chineseDay(dayOf(clock()))}的情况` : days,
    query: `${whom},${isGrouped ? `按${GROUP_TEXTS[by]}统计,` : ''}${WORDS[kind](days)}`,
    at: clock(),
    log: { size: log.size, root: log.root, readTo },
    cut: table.rows.length >= MAX_ROWS && !isGrouped,
  }
}

const WORDS: Record<ReportKind, (days: string) => string> = {
  supervision: (days) => `${days}受理、办结的办件和发出的监察牌,各率的算法与监察统计页面相同`,
  ratings: (days) => `${days}提交的服务评价,评价数不足五个的不显示`,
  overdue: () => '生成时尚未办结且已超过受理、承诺、法定或者送达时限的办件,待补正的除外,按到期时间排列',
  cards: (days) => `${days}发出的监察牌,廉政类除外,按发牌时间排列`,
}

type Table = Pick<ReportContent, 'columns' | 'rows'>
type TableOf = (options: ContentOptions, caller: Caller, query: ContentQuery, names: ReadonlyMap<string, string>) => Promise<Table>

const text = (title: string): Column => ({ title, kind: 'text' })
const number = (title: string): Column => ({ title, kind: 'number' })
const share = (title: string): Column => ({ title, kind: 'share' })

const RATES: readonly RateKey[] = ['onTime', 'early', 'speedUp', 'once', 'supplemented', 'irregular', 'good', 'revisited']

const TABLES: Record<ReportKind, TableOf> = {
  supervision: async (options, caller, { definition: { by }, organId, from, to }) => {
    const hideFew = organId !== null
    const { rows } = await statistics(options, caller, { by, from, to, hideFew, ...(organId !== null && { organId }) })
    const counts = ['受理', '办结', '平均用时(工作日)']
    return {
      columns: [
        text(GROUP_TEXTS[by]),
        ...counts.map(number),
        ...RATES.map((key) => share(RATE_TEXTS[key])),
        ...Object.values(COLOUR_TEXTS).map(number),
        number('得分'),
        text('等次'),
      ],
      rows: rows.map(({ name, accepted, closed, averageDays, rates, cards, score }) => [
        ...[name, accepted, closed, averageDays === null ? null : Math.round(averageDays * 10) / 10],
        ...RATES.map((key) => rates[key]),
        ...[cards.warning.net, cards.yellow.net, cards.red.net, score.points, score.grade],
      ]),
    }
  },

  ratings: async ({ ratings }, caller, { definition: { by }, organId, from, to }) => {
    const { rows } = await ratings.figures(caller, { by, from, to, hideFew: organId !== null })
    const counted = ['评价数', '差评', '已整改', '仍不满意', '不计入']
    return {
      columns: [text('单位'), ...(by === 'matter' ? [text('事项')] : []), number('办结'), share('满意度'), ...counted.map(number)],
      rows: rows
        .filter((row) => organId === null || row.organId === organId)
        .map((row) => [
          row.organName,
          ...(by === 'matter' ? [row.matterName] : []),
          ...[row.closed, row.satisfaction, row.rated, row.poor, row.rectified, row.unresolved, row.dismissed],
        ]),
    }
  },

  overdue: async (options, caller, { organId, from, to }) => {
    const organIds = await visibleOrgans(options, caller, organId ?? undefined)
    const rows: Cell[][] = []
    for (let after: string | undefined; rows.length < MAX_ROWS;) {
      const scope = { tenantId: caller.tenantId, from, to, ...(organIds && { organIds }), ...(organId !== null && { organId }) }
      const { items, next } = await listFigureCases(options, { ...scope, view: 'overdue', limit: 500, after })
      rows.push(...items.map((one) => [one.caseNo, one.matterName, one.organName, one.stepName, minute(one.acceptedAt), minute(one.dueAt)]))
      if (next === null) break
      after = next
    }
    return { columns: ['办件编号', '事项', '单位', '当前环节', '受理时间', '到期时间'].map(text), rows: rows.slice(0, MAX_ROWS) }
  },

  cards: async (options, caller, { organId, from, to }, names) => {
    const organIds = await visibleOrgans(options, caller, organId ?? undefined)
    const scope = { tenantId: caller.tenantId, from, to, ...(organIds && { organIds }), ...(organId !== null && { organId }) }
    const cards = await supervisionCards(options.database).issuedBetween({ ...scope, limit: MAX_ROWS })
    return {
      columns: ['编号', '牌色', '单位', '办件编号', '事由', '发牌时间', '状态', '结果'].map(text),
      rows: cards.map((card) => [
        ...[
          card.card_no,
          COLOUR_TEXTS[card.colour],
          card.organ_id === null ? null : (names.get(card.organ_id) ?? card.organ_id),
          card.case_no,
        ],
        ...[card.title, minute(card.issued_at), CARD_STATE_TEXTS[card.state] ?? card.state],
        card.outcome === null ? null : (CARD_OUTCOME_TEXTS[card.outcome] ?? card.outcome),
      ]),
    }
  },
}

const TIME = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' })

/** An instant for people, in Beijing time. */
export const minute = (at: number | null): string | null => (at === null ? null : TIME.format(at))
